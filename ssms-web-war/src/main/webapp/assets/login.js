// Opens the session at the license server with the same password, then lets the form log in to the mailbox.
// Should the license server be away, the mailbox still opens; the player will ask again.
import { waitSentence } from './refusals.js';
import { openLicenseSession } from './server.js';
import { say } from './words.js';

const form = document.getElementById('login');
const problem = document.getElementById('problem');
const button = form.querySelector('button');

/** Says once how long, and lets nobody try in vain before that. */
function wait(seconds) {
  if (!(seconds > 0)) return;
  problem.textContent = waitSentence(seconds);
  button.disabled = true;
  setTimeout(() => {
    button.disabled = false;
    problem.textContent = say('again');
  }, seconds * 1000);
}

wait(Number(problem.dataset.wait));

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  button.disabled = true;
  problem.textContent = '';
  try {
    await openLicenseSession(form.elements.j_username.value, form.elements.j_password.value);
  } catch (refusal) {
    if (refusal.status === 429) {
      wait(refusal.wait > 0 ? refusal.wait : 1);
      return;
    }
    if (refusal.status === 401) {
      button.disabled = false;
      problem.textContent = say('mismatch');
      form.elements.j_password.select();
      return;
    }
  }
  form.submit();
});
