// Opens the session at the license server with the same password, then lets the form log in to the mailbox.
// Should the license server be away, the mailbox still opens; the player will ask again.
import { openLicenseSession } from './server.js';

const form = document.getElementById('login');
const problem = document.getElementById('problem');
const button = form.querySelector('button');

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  button.disabled = true;
  problem.textContent = '';
  try {
    await openLicenseSession(form.elements.j_username.value, form.elements.j_password.value);
  } catch (refusal) {
    if (refusal.status === 401) {
      button.disabled = false;
      problem.textContent = 'That user name and password do not match. Please try again.';
      form.elements.j_password.select();
      return;
    }
  }
  form.submit();
});
