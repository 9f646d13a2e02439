// Keeps the list of messages up to date while the page is open.
import * as format from './format.js';
import { eventsUrl, messages, Problem } from './server.js';
import { count, say } from './words.js';

const RETRY = 5000;
const list = document.getElementById('messages');
const template = document.getElementById('row');
const summary = document.getElementById('summary');
const announcement = document.getElementById('announcement');
const connection = document.getElementById('connection');
const title = document.title;

function rowOf(id) {
  return list.querySelector(`[data-message-id="${CSS.escape(id)}"]`);
}

function fill(row, message) {
  const field = (name) => row.querySelector(`[data-field="${name}"]`);
  const name = format.name(message);
  const address = format.address(message);
  row.dataset.messageId = message.id;
  row.dataset.state = message.state;
  const link = row.querySelector('a');
  link.href = new URL(`../play.xhtml?id=${encodeURIComponent(message.id)}`, import.meta.url);
  field('state').textContent = `${message.state === 'new' ? say('message.new') : say('message.heard')} `;
  field('name').textContent = name;
  field('address').textContent = address === name ? '' : address;
  field('list').textContent = message.list ? say('message.list', message.list) : '';
  const badge = format.badge(message);
  field('badge').dataset.level = badge.level;
  field('badge').title = badge.words;
  field('badge').textContent = badge.label;
  field('length').textContent = format.length(message.seconds);
  field('lengthWords').textContent = format.lengthWords(message.seconds);
  field('when').dateTime = message.receivedAt;
}

function show(message) {
  const known = rowOf(message.id);
  const row = known ?? template.content.querySelector('li').cloneNode(true);
  fill(row, message);
  if (!known) insert(row, message);
  return !known;
}

function insert(row, message) {
  const at = new Date(message.receivedAt);
  const older = [...list.children].find((other) => new Date(other.querySelector('time').dateTime) < at);
  list.insertBefore(row, older ?? null);
}

function tidy() {
  const rows = [...list.children];
  const fresh = rows.filter((row) => row.dataset.state === 'new').length;
  for (const row of rows) {
    const time = row.querySelector('time');
    time.textContent = format.when(time.dateTime);
    time.title = format.exactly(time.dateTime);
  }
  summary.textContent = format.summary(rows.length, fresh);
  document.title = fresh === 0 ? title : `(${fresh}) ${title}`;
}

function arrived(message) {
  if (show(message)) {
    rowOf(message.id).classList.add('arrived');
    announcement.textContent = say('message.arrived', format.name(message), format.lengthWords(message.seconds));
  }
  tidy();
}

/** Events between two connections are lost, so every connection begins with the whole list. */
async function reload() {
  const current = await messages();
  const ids = new Set(current.map((message) => message.id));
  for (const row of [...list.children]) if (!ids.has(row.dataset.messageId)) row.remove();
  const added = current.filter((message) => show(message));
  if (added.length) announcement.textContent = count('messages.new', added.length);
  tidy();
}

function tell(text) {
  connection.hidden = !text;
  connection.textContent = text;
}

function connect() {
  const events = new EventSource(eventsUrl);
  events.addEventListener('open', () => {
    tell('');
    reload().catch(() => {});
  });
  events.addEventListener('message', (event) => arrived(JSON.parse(event.data)));
  events.addEventListener('gone', (event) => {
    rowOf(JSON.parse(event.data).id)?.remove();
    tidy();
  });
  events.addEventListener('error', async () => {
    if (events.readyState !== EventSource.CLOSED) {
      return; // the browser connects again by itself
    }
    const refusal = await messages().then(() => null, (problem) => problem);
    if (refusal instanceof Problem && refusal.status === 401) {
      location.reload(); // becomes the login page: who is logged out sees no messages
    } else {
      tell(say('offline'));
      setTimeout(connect, RETRY);
    }
  });
}

tidy();
connect();
setInterval(tidy, 60_000); // "14:05" becomes "Yesterday, 14:05"
