// The page of a guest: asks for the code that was mailed to him, then shows the message and its player. Who has the
// link alone sees nothing. The session is kept in this page's memory only.
import { whenChosen } from './file.js';
import { fill, reveal } from './listen.js';
import { knowing } from './password.js';
import { sentence } from './refusals.js';
import { askForCode, message, messageOf, openGuestSession, Problem } from './server.js';
import { say } from './words.js';

const door = document.getElementById('door');
const problem = document.getElementById('door-problem');
const sent = document.getElementById('door-sent');
const code = document.getElementById('door-code');
const invitation = door.dataset.invitation;

let opened; // the id of the message, since the guest has proved his address

/** Lets nobody press twice, and says what went wrong where that is to be said. */
async function busy(button, complaint, deed) {
  complaint.textContent = '';
  sent.textContent = '';
  button.disabled = true;
  try {
    await deed();
  } catch (refusal) {
    complaint.textContent = refusal.status === 401 ? say('wrong-code') : sentence(refusal, 'guest');
  } finally {
    button.disabled = false;
  }
}

function offerCodes(button, complaint, field) {
  button.addEventListener('click', () => busy(button, complaint, async () => {
    await askForCode(invitation);
    if (complaint === problem) sent.textContent = say('guest.sent');
    field.focus();
  }));
}

/** A code is good once: what fails later is tried again without it. The door stays until there is something to see. */
async function enter() {
  opened ??= (await openGuestSession(invitation, code.value)).messageId;
  try {
    fill(await message(opened));
  } catch (refusal) {
    if (refusal.unknown) opened = undefined;
    throw refusal;
  }
  await import('./player.js');
  await import('./share.js');
  reveal(door);
  document.getElementById('from-file').hidden = false;
}

/** Who got the protected file itself plays it from there: this message, and no other. */
async function useFile(file) {
  if (opened === undefined) throw new Problem('cancelled', 0); // a browser remembers the choice over a reload
  const { messageId } = await knowing(() => messageOf(file.kid));
  if (messageId !== opened) throw new Problem('other-message', 0);
  const { playFrom } = await import('./player.js');
  playFrom(file);
  return say('file.done');
}

whenChosen(useFile);

offerCodes(document.getElementById('door-ask'), problem, code);
offerCodes(
  document.getElementById('again-ask'),
  document.getElementById('password-problem'),
  document.getElementById('again-password'),
);

door.addEventListener('submit', (event) => {
  event.preventDefault();
  busy(door.querySelector('[type=submit]'), problem, enter);
});
