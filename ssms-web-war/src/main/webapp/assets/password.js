// Asks for the password, or a guest for a code, when the license server wants to know again who is listening.
import { sentence } from './refusals.js';
import { openGuestSession, openLicenseSession, Problem } from './server.js';
import { say } from './words.js';

const dialog = document.getElementById('password-dialog');
const form = document.getElementById('password-form');
const button = form.querySelector('[type=submit]');
const password = document.getElementById('again-password');
const problem = document.getElementById('password-problem');
const username = document.getElementById('again-username')?.value;
const invitation = document.getElementById('door')?.dataset.invitation;
const prove = (secret) => (invitation ? openGuestSession(invitation, secret) : openLicenseSession(username, secret));
const wrong = invitation ? 'wrong-code' : 'wrong-password';

let asking; // whoever needs it meanwhile waits for the same answer

/** Resolves when the license server knows the listener again; rejects when the listener gives up. */
function askPassword() {
  asking ??= ask().finally(() => (asking = undefined));
  return asking;
}

/**
 * Does what the license server must know the listener for, and asks for the password where it does not.
 *
 * @param tell is told true when it is asked for, and false when it was given
 */
export async function knowing(deed, tell = () => {}) {
  for (;;) {
    try {
      return await deed();
    } catch (refusal) {
      if (!refusal.unknown) throw refusal;
      tell(true);
      await askPassword();
      tell(false);
    }
  }
}

function ask() {
  problem.textContent = '';
  password.value = '';
  dialog.showModal();
  password.focus();
  return new Promise((resolve, reject) => {
    const listening = new AbortController();
    const on = (target, type, handler) => target.addEventListener(type, handler, { signal: listening.signal });
    on(document.getElementById('password-cancel'), 'click', () => dialog.close());
    on(dialog, 'close', () => {
      listening.abort();
      reject(new Problem('cancelled', 0));
    });
    on(form, 'submit', async (event) => {
      event.preventDefault();
      button.disabled = true;
      try {
        await prove(password.value);
        resolve();
        if (!listening.signal.aborted) dialog.close(); // else another one may be open
      } catch (refusal) {
        problem.textContent = refusal.status === 401 ? say(wrong) : sentence(refusal);
        password.select();
      } finally {
        button.disabled = false;
      }
    });
  });
}
