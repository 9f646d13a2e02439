// The control of one message for who has left it and has no account: by the code that he was told.
import { control } from './control.js';
import { sentence } from './refusals.js';
import { openControl, sentMessage } from './server.js';
import { say } from './words.js';

const form = document.getElementById('code-form');
const code = document.getElementById('code');
const problem = document.getElementById('code-problem');
const button = form.querySelector('[type=submit]');
const controlled = document.getElementById('controlled');

let messageId;
const showRows = control(knowing, async () => show(await knowing(() => sentMessage(messageId))));

async function show(message) {
  await showRows([message]);
  if (form.hidden) return;
  form.hidden = true;
  controlled.hidden = false;
  controlled.focus();
}

/** Whom the license server has forgotten says the code again. */
async function knowing(deed) {
  try {
    return await deed();
  } catch (refusal) {
    if (!refusal.unknown) throw refusal;
    for (const dialog of document.querySelectorAll('dialog[open]')) dialog.close();
    controlled.hidden = true;
    form.hidden = false;
    problem.textContent = say('code.again');
    code.focus();
    throw Object.assign(refusal, { type: 'cancelled' });
  }
}

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  problem.textContent = '';
  button.disabled = true;
  try {
    messageId = await openControl(code.value);
    await show(await sentMessage(messageId));
    form.reset();
  } catch (refusal) {
    problem.textContent = refusal.status === 401 ? say('code.wrong') : sentence(refusal, 'code');
    code.select();
  } finally {
    button.disabled = false;
  }
});
