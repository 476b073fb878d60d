// Keeps the page live: server-sent events, and polling while they do not come.
import { render, renderLink, renderOthers } from './view.js';

const POLL_MILLIS = 2000;
const SILENCE_MILLIS = 20000;
let lastNews = 0;
let source = null;

async function json(path) {
  const answer = await fetch(path, { cache: 'no-store' });
  if (!answer.ok) throw new Error('HTTP ' + answer.status);
  return answer.json();
}

function show(status) {
  lastNews = Date.now();
  render(status);
}

function listen(base) {
  source = new EventSource(base + '/events');
  source.addEventListener('status', (event) => {
    show(JSON.parse(event.data));
    renderLink('live', 'live');
  });
}

function streaming() {
  return source !== null && source.readyState === EventSource.OPEN;
}

async function poll(base) {
  if (streaming() && Date.now() - lastNews < SILENCE_MILLIS) return;
  try {
    show(await json(base + '/status'));
    if (streaming()) renderLink('live', 'live');
    else renderLink('polling', 'every 2 s');
  } catch (failure) {
    renderLink('lost', lastNews === 0 ? 'no answer' : 'lost ' + ago(lastNews));
  }
  if (source !== null && source.readyState === EventSource.CLOSED) listen(base);
}

function ago(then) {
  return Math.max(1, Math.round((Date.now() - then) / 1000)) + ' s ago';
}

async function begin() {
  const names = (await json('v1/migrations')).migrations;
  const wanted = new URLSearchParams(location.search).get('migration');
  const name = names.includes(wanted) ? wanted : names[0];
  renderOthers(names, name);
  if (name === undefined) throw new Error('no migration yet');
  const base = 'v1/migrations/' + encodeURIComponent(name);
  listen(base);
  await poll(base);
  setInterval(() => poll(base), POLL_MILLIS);
}

function tryToBegin() {
  begin().catch(() => {
    renderLink('lost', 'no answer');
    setTimeout(tryToBegin, POLL_MILLIS);
  });
}

tryToBegin();
