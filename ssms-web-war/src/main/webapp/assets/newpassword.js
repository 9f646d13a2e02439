// Another password, by the one of now; or the first one, by the secret that an operator has given.
import { sentence } from './refusals.js';
import { setPassword } from './server.js';
import { say } from './words.js';

const form = document.getElementById('new-password');
const done = document.getElementById('np-done');
const at = (name) => document.getElementById(`np-${name}`);
const button = form.querySelector('[type=submit]');
const { by } = form.dataset;

function blame(field, text) {
  at('problem').textContent = text;
  field.setAttribute('aria-invalid', 'true');
  field.focus();
  field.select();
}

/** Of the proof, of the new password, or of nothing that somebody typed. */
function fieldOf(type) {
  if (type === 'urn:ssms:wrong-password') return at('proof');
  return type?.startsWith('urn:ssms:password-') ? at('new') : undefined;
}

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  at('problem').textContent = '';
  for (const field of form.elements) field.removeAttribute('aria-invalid');
  if (at('new').value !== at('again').value) {
    blame(at('again'), say('newPassword.differ'));
    return;
  }
  button.disabled = true;
  try {
    await setPassword(at('username').value, { [by]: at('proof').value }, at('new').value);
    form.reset();
    form.hidden = true;
    done.hidden = false;
    done.focus();
  } catch (refusal) {
    const text = sentence(refusal, by);
    const field = fieldOf(refusal.type);
    if (field) blame(field, text);
    else at('problem').textContent = text;
  } finally {
    button.disabled = false;
  }
});
