// The application around a plan's TypeScript: its drivers, and one call a run.
import mysql from 'mysql2/promise';
import pg from 'pg';
import type { Query, Side, Transact } from './migration.js';
import { findThings, insertThings, removeThings, type ThingsRow, updateThings } from './things_table.js';

const [, , verb, sourcePort, sourceDatabase, sourceUser, targetPort, targetDatabase, targetUser] = process.argv;

// Dates, numbers beyond 53 bits and decimals stay texts on both sides.
for (const oid of [20, 1082, 1114, 1184, 1700]) pg.types.setTypeParser(oid, (text) => text);
const source = await mysql.createConnection({
  host: '127.0.0.1', port: Number(sourcePort), database: sourceDatabase, user: sourceUser,
  dateStrings: true, supportBigNumbers: true, bigNumberStrings: true, timezone: 'Z' });
const target = new pg.Client({
  host: '127.0.0.1', port: Number(targetPort), database: targetDatabase, user: targetUser });
await target.connect();

const ask = async (side: Side, sql: string, values: unknown[] = []): Promise<Array<Record<string, unknown>>> => {
  if (side === 'target') return (await target.query(sql, values)).rows;
  const [rows] = await source.query(sql, values);
  return Array.isArray(rows) ? (rows as Array<Record<string, unknown>>) : [];
};

const transact: Transact = async (side, work) => {
  await ask(side, 'BEGIN');
  try {
    const done = await work({ query: (sql, values) => ask(side, sql, values) });
    await ask(side, 'COMMIT');
    return done;
  } catch (error) {
    await ask(side, 'ROLLBACK');
    throw error;
  }
};
const query: Query = async (side, sql, values) => (await ask(side, sql, values))[0];

const row: ThingsRow = {
  id: '18446744073709551615', count: 7, price: '-12345.67', ratio: 0.1, name: 'tab\tand €𝄞', raw: Buffer.from([1, 122]),
  day: '1815-12-10', at: '9999-12-31 23:59:59.999999', note: null };

switch (verb) {
  case 'insert': await insertThings(transact, row); break;
  case 'update': await updateThings(transact, { ...row, name: 'other', price: '0.50', raw: null }); break;
  case 'remove': await removeThings(transact, { id: row.id }); break;
  case 'find': console.log('found ' + (await findThings(query, { id: row.id }))?.name); break;
  default: throw new Error('no such verb: ' + verb);
}

// A report goes out once a second.
await new Promise((done) => setTimeout(done, 1600));
await source.end();
await target.end();
