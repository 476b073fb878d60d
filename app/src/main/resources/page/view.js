// Draws a status. Every text from outside goes in as a text node, never as markup.
const PHASES = ['Prepare', 'Dual write', 'Backfill', 'Dual read', 'Flip reads', 'Flip writes', 'Decommission'];
const SKIPPED = { 'sync-only': [1, 3, 4] };
const TONE = { WORKING: 'work', WAITING: 'wait', PAUSED: 'hold', ROLLING_BACK: 'hold', STOPPED: 'stop', COMPLETED: 'good' };
const SAYS = { WORKING: 'at work', WAITING: 'waiting', PAUSED: 'paused', ROLLING_BACK: 'rolling back', STOPPED: 'stopped', COMPLETED: 'completed' };
const HISTORY_MAX = 60;
const LAGS_MAX = 120;
const drawn = new Map();
const lags = [];

export function render(status) {
  lags.push(Math.max(0, status.sync.lagMillis));
  if (lags.length > LAGS_MAX) lags.shift();
  document.title = status.migration + ' · ' + status.phaseName;
  text('migration', status.migration);
  text('pattern', status.pattern + ' · epoch ' + status.epoch + ' · the ' + status.authority.toLowerCase() + ' is the authority');
  part('banner', [status.message, status.activity], () => banner(status));
  part('rail', [status.phase, status.activity, status.pattern], () => rail(status));
  part('tiles', [status.stage, status.readShare, status.sync, status.activity, status.since], () => tiles(status));
  part('gates', status.gates, () => gates(status));
  part('traffic', status.traffic, () => traffic(status.traffic));
  part('ramp', [status.ramp, status.phase], () => ramp(status.phase > 4 ? [] : status.ramp));
  part('sync', [status.sync, lags[lags.length - 1]], () => sync(status.sync));
  part('copies', status.copies, () => copies(status.copies));
  part('comparisons', status.comparisons, () => comparisons(status.comparisons));
  part('history', status.history, () => history(status.history));
}

export function renderLink(state, words) {
  document.getElementById('link').dataset.link = state;
  text('link-text', words);
}

export function renderOthers(names, current) {
  const links = names.length < 2 ? [] : names.map((name) => {
    const link = node('a', { className: name === current ? 'here' : '' }, name);
    link.href = '?migration=' + encodeURIComponent(name);
    return link;
  });
  document.getElementById('others').replaceChildren(...links);
}

// --- parts

function banner(status) {
  const element = document.getElementById('banner');
  element.hidden = status.message === '';
  element.dataset.tone = TONE[status.activity];
  return [node('b', {}, sentence(SAYS[status.activity])), document.createTextNode(' ' + status.message)];
}

function rail(status) {
  const skipped = SKIPPED[status.pattern] || [];
  return PHASES.map((name, number) => {
    const state = status.activity === 'COMPLETED' || number < status.phase ? 'done'
      : number === status.phase ? 'here' : 'ahead';
    const item = node('li', { className: skipped.includes(number) ? 'skipped' : state },
      node('span', { className: 'mark' }, state === 'done' ? '✓' : String(number)),
      node('span', { className: 'phase' }, name),
      node('span', { className: 'says' }, state === 'here' ? SAYS[status.activity] : ''));
    if (state === 'here') { item.dataset.tone = TONE[status.activity]; item.setAttribute('aria-current', 'step'); }
    return item;
  });
}

function tiles(status) {
  const s = status.sync;
  return [
    tile('Stage', status.stage.replace('_', ' ').toLowerCase(), 'what the application does'),
    tile('Reads on new', share(status), 'of the keys'),
    tile('Sync', s.state === 'OFF' ? '–' : percent(s.percent / 100, 1), words(s.state), s.state === 'IN_SYNC' ? 'good' : s.state === 'FAILED' ? 'stop' : ''),
    tile('Lag', s.lagMillis < 0 ? '–' : millis(s.lagMillis), direction(s.direction)),
    tile('Pending keys', count(s.pendingKeys), 'rows to look at again'),
    tile('Writes at risk', count(s.writesAtRisk), 'only the authority has them', s.writesAtRisk > 1000 ? 'hold' : ''),
  ];
}

function tile(name, value, note, tone) {
  const element = node('div', { className: 'tile' },
    node('span', { className: 'label' }, name), node('strong', {}, value), node('span', { className: 'quiet' }, note));
  if (tone) element.dataset.tone = tone;
  return element;
}

function gates(status) {
  const open = status.gates.filter((gate) => gate.verdict === 'PASS').length;
  text('gates-note', status.gates.length === 0 ? '' : open + ' of ' + status.gates.length + ' pass');
  if (status.gates.length === 0) return [nothing('No gate stands before this phase.')];
  return status.gates.map((gate) => {
    const item = node('article', { className: 'gate' },
      chip(gate.verdict.toLowerCase(), { PASS: 'good', FAIL: 'stop', INCONCLUSIVE: 'wait' }[gate.verdict]),
      node('div', {},
        node('h3', {}, gate.gate, node('span', { className: 'quiet' }, ' out of phase ' + gate.phase)),
        ...(gate.evidence === gate.waitsFor ? [] : [node('p', { className: 'quiet' }, gate.evidence)])));
    if (gate.waitsFor !== '') {
      const waits = gate.evidence === gate.waitsFor ? gate.waitsFor : 'Waits for ' + gate.waitsFor;
      item.lastChild.append(node('p', { className: 'waits' }, waits));
    }
    return item;
  });
}

function traffic(t) {
  text('traffic-note', t.instances === 1 ? '1 instance, this phase' : t.instances + ' instances, this phase');
  return [table(['', 'old', 'new'], [
    ['Reads', count(t.readsOld), count(t.readsNew)],
    ['Read errors', rate(t.readErrorsOld, t.readsOld), rate(t.readErrorsNew, t.readsNew)],
    ['95 % answered within', within(t.p95OldMillis), within(t.p95NewMillis)],
  ]), node('dl', { className: 'pairs' },
    ...pair('Writes', count(t.authorityWrites), rate(t.authorityWriteErrors, t.authorityWrites) + ' failed'),
    ...pair('Second writes', count(t.secondaryWrites), rate(t.secondaryWriteErrors, t.secondaryWrites) + ' failed'),
    ...pair('Shadow reads', count(t.shadowReads), rate(t.shadowDropped, t.shadowReads + t.shadowDropped) + ' dropped'),
    ...pair('Mismatches', count(t.shadowMismatches), t.shadowReads === 0 ? 'no reads yet' : 'below ' + percent(t.shadowMismatchBound, 4) + ' at 95 %'),
    ...(t.tablesUnproved.length === 0 ? [] : pair('Unproved alone', count(t.tablesUnproved.length), t.tablesUnproved.join(', '))))];
}

function ramp(steps) {
  show('ramp-card', steps.length > 0);
  return steps.map((step) => {
    const item = node('li', { className: 'step' }, node('strong', {}, percent(step.share / 10000, step.share % 100 === 0 ? 0 : 2)),
      node('span', { className: 'quiet' }, step.state.toLowerCase()));
    item.dataset.state = step.state;
    return item;
  });
}

function sync(s) {
  text('sync-note', direction(s.direction));
  const parts = [spark(), node('dl', { className: 'pairs' },
    ...pair('Hops', count(s.hops), ''),
    ...pair('Keys made equal', count(s.keysReconciled), count(Math.round(s.keysPerSecond)) + ' a second'),
    ...pair('Writes of others', count(s.foreignTransactions), 'transactions on the other side'))];
  if (s.message !== '') parts.push(node('p', { className: 'waits' }, s.message));
  return parts;
}

function copies(rows) {
  show('copies-card', rows.length > 0);
  const done = rows.filter((row) => row.done).length;
  text('copies-note', done + ' of ' + rows.length + ' tables done');
  return [table(['Table', 'Progress', 'Rows', 'Size', 'Rate', 'Left'], rows.map((row) => [
    row.table, bar(row.done ? 1 : row.rows / Math.max(row.rows, row.rowsEstimated, 1), row.done),
    count(row.rows), bytes(row.bytes), row.done ? '' : count(Math.round(row.rowsPerSecond)) + '/s',
    row.done ? 'done' : row.secondsLeft < 0 ? '–' : duration(row.secondsLeft)]))];
}

function comparisons(rows) {
  show('comparisons-card', rows.length > 0);
  const equal = rows.filter((row) => row.state === 'EQUAL').length;
  text('comparisons-note', equal + ' of ' + rows.length + ' tables equal');
  const tones = { EQUAL: 'good', DIFFERENT: 'stop', RUNNING: 'work' };
  return [table(['Table', 'Result', 'Rows', 'Differences', 'At'], rows.map((row) => [
    row.table, chip(row.state === 'NONE' ? 'not yet' : words(row.state), tones[row.state] || ''),
    count(row.rows), row.state === 'NONE' ? '' : count(row.differences), clock(row.at)]))];
}

function history(entries) {
  if (entries.length === 0) return [nothing('Nothing has happened yet.')];
  const newestFirst = [...entries].sort((a, b) => b.number - a.number).slice(0, HISTORY_MAX);
  return newestFirst.map((entry) => node('li', {},
    node('time', {}, clock(entry.at)), node('span', { className: 'who' }, entry.who),
    node('div', {}, node('b', {}, entry.what), entry.why === '' ? '' : node('span', { className: 'quiet' }, ' ' + entry.why)),
    node('code', {}, entry.hash.slice(0, 8))));
}

// --- drawing

function part(id, slice, draw) {
  const key = JSON.stringify(slice);
  if (drawn.get(id) === key) return;
  drawn.set(id, key);
  document.getElementById(id).replaceChildren(...draw());
}

function node(name, properties, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}

function table(heads, rows) {
  const cells = (kind, values) => values.map((value, index) => {
    const cell = node(kind, {}, value);
    if (index === 0 && kind === 'td') cell.className = 'first';
    return cell;
  });
  return node('table', {}, node('thead', {}, node('tr', {}, ...cells('th', heads))),
    node('tbody', {}, ...rows.map((row) => node('tr', {}, ...cells('td', row)))));
}

function bar(part, done) {
  const fill = node('span', { className: 'fill' });
  fill.style.width = (100 * Math.min(1, part)).toFixed(1) + '%';
  const element = node('span', { className: done ? 'bar done' : 'bar' }, fill);
  element.setAttribute('role', 'progressbar');
  element.setAttribute('aria-valuenow', String(Math.round(100 * Math.min(1, part))));
  return element;
}

function spark() {
  const high = Math.max(100, ...lags);
  const points = lags.map((lag, index) => (300 * index / (LAGS_MAX - 1)).toFixed(1) + ',' + (46 - 42 * lag / high).toFixed(1));
  const svg = svgNode('svg', { viewBox: '0 0 300 48', class: 'spark', preserveAspectRatio: 'none', role: 'img', 'aria-label': 'lag over the last minute' });
  svg.append(svgNode('line', { x1: 0, x2: 300, y1: 47, y2: 47 }), svgNode('polyline', { points: points.join(' ') }));
  return node('figure', {}, svg, node('figcaption', { className: 'quiet' }, 'lag, at most ' + millis(Math.max(...lags)) + ' of late'));
}

function svgNode(name, attributes) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
  return element;
}

function chip(words, tone) {
  const element = node('span', { className: 'chip' }, words);
  element.dataset.tone = tone;
  return element;
}

function pair(name, value, note) {
  return [node('dt', {}, name), node('dd', {}, node('b', {}, value), node('span', { className: 'quiet' }, ' ' + note))];
}

function nothing(words) { return node('p', { className: 'quiet' }, words); }
function text(id, words) { const e = document.getElementById(id); if (e.textContent !== words) e.textContent = words; }
function show(id, visible) { document.getElementById(id).hidden = !visible; }

// --- words and numbers

function share(status) {
  if (status.stage === 'LIVE') return percent(status.readShare / 10000, status.readShare % 100 === 0 ? 0 : 2);
  return status.authority === 'TARGET' ? '100 %' : '0 %';
}
function direction(name) {
  return { SOURCE_TO_TARGET: 'source → target', TARGET_TO_SOURCE: 'target → source', NONE: 'no direction yet' }[name] || name;
}
function words(name) { return name.replaceAll('_', ' ').toLowerCase(); }
function sentence(name) { return name.charAt(0).toUpperCase() + name.slice(1) + '.'; }
function count(number) { return number.toLocaleString('en').replaceAll(',', '\u202f'); }
function percent(part, digits) { return (100 * part).toFixed(digits) + '\u202f%'; }
function rate(bad, all) { return all === 0 ? '–' : bad === 0 ? '0' : percent(bad / all, bad / all < 0.001 ? 4 : 2); }
function within(value) { return value < 0 ? '–' : millis(value); }
function millis(value) { return value < 1000 ? Math.round(value) + '\u202fms' : value < 60000 ? (value / 1000).toFixed(1) + '\u202fs' : duration(value / 1000); }
function bytes(value) {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = value < 1 ? 0 : Math.min(4, Math.floor(Math.log10(value) / 3));
  return (value / 1000 ** power).toFixed(power === 0 ? 0 : 1) + '\u202f' + units[power];
}
function duration(seconds) {
  const whole = Math.round(seconds);
  if (whole < 60) return whole + '\u202fs';
  if (whole < 3600) return Math.floor(whole / 60) + '\u202fmin ' + (whole % 60) + '\u202fs';
  return Math.floor(whole / 3600) + '\u202fh ' + Math.floor((whole % 3600) / 60) + '\u202fmin';
}
function clock(at) {
  if (at === '') return '';
  const time = new Date(at);
  return Number.isNaN(time.getTime()) ? at : time.toLocaleTimeString('en-GB');
}
