import { randomUUID } from 'node:crypto';
import { OpenFeature } from '@openfeature/server-sdk';
import { OFREPProvider } from '@openfeature/ofrep-provider';

export type Side = 'source' | 'target';
export interface Transaction { query(sql: string, values?: unknown[]): Promise<Array<Record<string, unknown>>>; }
/** Yours: begins on that side, does the work, commits; rolls back and throws if the work throws. */
export type Transact = <T>(side: Side, work: (tx: Transaction) => Promise<T>) => Promise<T>;
export type Statement = (tx: Transaction, side: Side) => Promise<unknown>;
/** Yours: one row, or undefined, outside of a transaction. */
export type Query = (side: Side, sql: string, values: unknown[]) => Promise<Record<string, unknown> | undefined>;
export interface RowKey { table: string; columns: string[]; values: string[]; }

await OpenFeature.setProviderAndWait(new OFREPProvider({ baseUrl: 'http://127.0.0.1:8090' }));
const flags = OpenFeature.getClient();

// The fence: what every writing transaction does first, on the side it writes.
const FENCE: Record<Side, string[]> = {
  source: ["SELECT epoch, authority, closing FROM migration_planner.epoch WHERE migration = 'shop-to-postgres' LOCK IN SHARE MODE"],
  target: ["LOCK TABLE migration_planner.epoch IN ACCESS SHARE MODE", "SELECT epoch, authority, closing FROM migration_planner.epoch WHERE migration = 'shop-to-postgres'"],
};

async function enter(tx: Transaction, side: Side) {
  let rows: Array<Record<string, unknown>> = [];
  for (const sql of FENCE[side]) rows = await tx.query(sql);
  const row = rows[0];
  return { epoch: Number(row.epoch), closing: Number(row.closing) === 1,
           authority: String(row.authority).toLowerCase() as Side };
}

class Moved extends Error { constructor(readonly to: Side) { super('the authority moved'); } }

/** Writes on the authority. While it is being handed over, the other side's fence is held around it. */
async function authoritative(transact: Transact, side: Side, statement: Statement) {
  const other: Side = side === 'source' ? 'target' : 'source';
  const handover = await transact(side, async (tx) => {
    const row = await enter(tx, side);
    if (row.authority !== side) throw new Moved(row.authority);
    if (row.closing) return row;
    await statement(tx, side);
    return undefined;
  });
  if (!handover) return;
  await transact(other, async (guard) => {
    const row = await enter(guard, other);
    if (row.epoch > handover.epoch) throw new Moved(row.authority);
    await transact(side, async (tx) => {
      const own = await enter(tx, side);
      if (own.authority !== side) throw new Moved(own.authority);
      await statement(tx, side);
    });
  });
}

/** The authority first: its error is the caller's. Then the target, whose error is counted and reported by key. */
export async function write(transact: Transact, key: RowKey, statement: Statement) {
  const routing = key.values[0];
  const stage = await flags.getStringValue('shop-to-postgres.stage', 'OFF', { targetingKey: routing });
  let side: Side = stage === 'RAMP_DOWN' || stage === 'COMPLETE' ? 'target' : 'source';
  for (let attempt = 1; ; attempt++) {
    try {
      await authoritative(transact, side, statement);
      count('authorityWrites');
      break;
    } catch (error) {
      if (!(error instanceof Moved) || attempt === 5) { count('authorityWriteErrors'); throw error; }
      side = error.to;
    }
  }
  if (side === 'source' && ['DUAL_WRITE', 'SHADOW', 'LIVE'].includes(stage)) {
    count('secondaryWrites');
    await transact('target', async (tx) => {
      if ((await enter(tx, 'target')).authority === 'source') await statement(tx, 'target');
    }).catch(() => { count('secondaryWriteErrors'); doubt(key, 'secondary-failed'); });
  }
}

// What happened since the last report, sent once a second. What failed is sent again under a new number: a key may
// be told twice, and is never lost.
const instance = randomUUID();
let sequence = 1;
let counts: Record<string, number> = {};
let keys: string[] = [];

export function count(name: string, by = 1) { counts[name] = (counts[name] ?? 0) + by; }

export function doubt(key: RowKey, kind: string) {
  const pairs = key.columns.map((column, i) => `${encodeURIComponent(column)}=${encodeURIComponent(key.values[i])}`);
  const line = [encodeURIComponent(key.table), kind, ...pairs].join('&');
  if (keys.length < 1000) keys.push(line); else count('keysDropped');
}

async function report() {
  const [sentCounts, sentKeys] = [counts, keys];
  [counts, keys] = [{}, []];
  const lines = [`instance=${instance}`, `sequence=${sequence++}`,
    ...Object.entries(sentCounts).map(([name, n]) => `${name}=${n}`), ...sentKeys.map((line) => 'key=' + line)];
  const answer = await fetch('http://127.0.0.1:8090/v1/migrations/shop-to-postgres/report',
    { method: 'POST', headers: { 'content-type': 'text/plain; charset=utf-8' }, body: lines.join('\n'),
      signal: AbortSignal.timeout(2000) }).catch(() => undefined);
  if (answer?.ok) return;
  for (const [name, n] of Object.entries(sentCounts)) count(name, n);
  const room = Math.max(0, 1000 - keys.length);
  keys = [...sentKeys.slice(0, room), ...keys];
  count('keysDropped', Math.max(0, sentKeys.length - room));
}

setInterval(report, 1000).unref();

let shadows = 0;

/** Answers from the side the flag says; the other side is asked beside it, at most 100 at once, never awaited. */
export async function read<T>(key: RowKey, query: (side: Side) => Promise<T>): Promise<T> {
  const routing = key.values[0];
  const context = { targetingKey: routing };
  const stage = await flags.getStringValue('shop-to-postgres.stage', 'OFF', context);
  const readsNew = await flags.getBooleanValue('shop-to-postgres.reads-new', false, context);
  const arm = readsNew ? 'new' : 'old';
  count(`reads.${arm}`);
  const answer = await query(readsNew ? 'target' : 'source').catch((error) => {
    count(`readErrors.${arm}`);
    throw error;
  });
  if (stage === 'SHADOW' || stage === 'LIVE') shadow(() => query(readsNew ? 'source' : 'target'), answer, key);
  return answer;
}

/** A mismatch is reported by key; the control plane looks again at a later hop before it counts. */
function shadow<T>(query: () => Promise<T>, answer: T, key: RowKey) {
  if (shadows >= 100) { count('shadowDropped'); return; }
  shadows++;
  query()
    .then((other) => {
      count('shadowReads');
      if (JSON.stringify(other) === JSON.stringify(answer)) { count('shadowMatches'); return; }
      count('shadowMismatches');
      doubt(key, 'mismatch');
    })
    .catch(() => count('shadowErrors'))
    .finally(() => { shadows--; });
}
