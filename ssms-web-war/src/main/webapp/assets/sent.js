// The messages that the reader has left.
import { control } from './control.js';
import { known } from './known.js';
import { knowing } from './password.js';
import { sent } from './server.js';

const problem = document.getElementById('sent-problem');
const nothing = document.getElementById('sent-nothing');
const showRows = control(knowing, async () => showAll(await sent()));

async function showAll({ messages }) {
  await showRows(messages);
  nothing.hidden = messages.length > 0;
}

known(sent, showAll, problem);
