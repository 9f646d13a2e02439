// What others have shared with the reader: links to the player.
import * as format from './format.js';
import { known } from './known.js';
import { inWords, received } from './server.js';
import { say } from './words.js';

const section = document.getElementById('received');
const list = document.getElementById('received-list');
const template = document.getElementById('received-row');

async function show({ messages }) {
  const words = await inWords(messages.map((message) => message.rights));
  list.replaceChildren(...messages.map((message, i) => rowOf(message, words[i].line)));
  section.hidden = messages.length === 0;
}

function rowOf(message, line) {
  const row = template.content.querySelector('li').cloneNode(true);
  const part = (name) => row.querySelector(`[data-field="${name}"]`);
  row.dataset.messageId = message.messageId;
  part('link').href = new URL(`../play.xhtml?id=${encodeURIComponent(message.messageId)}`, import.meta.url);
  part('from').textContent = say('received.from', message.from);
  part('words').textContent = line;
  part('when').dateTime = message.grantedAt;
  part('when').textContent = format.when(message.grantedAt);
  return row;
}

known(received, show, document.getElementById('received-problem'));
