// The PIN for listening by phone. It is the license server's, which never tells it.
import * as format from './format.js';
import { known } from './known.js';
import { knowing } from './password.js';
import { sentence } from './refusals.js';
import { pin, removePin, setPin } from './server.js';
import { count, say } from './words.js';

const at = (name) => document.getElementById(`pin-${name}`);
const fields = { 'wrong-password': at('password') }; // any other refusal is of the new PIN
const buttons = at('form').querySelectorAll('button');

function show({ set, setAt, wrong }) {
  const state = set ? say('pin.set', format.when(setAt)) : say('pin.none');
  at('state').textContent = wrong > 0 ? `${state} ${count('pin.wrong', wrong)}` : state;
  at('remove').hidden = !set;
  at('details').hidden = false;
}

function blame(field, text) {
  at('problem').textContent = text;
  field.setAttribute('aria-invalid', 'true');
  field.focus();
  field.select();
}

async function change(deed, done) {
  at('problem').textContent = '';
  at('done').textContent = '';
  for (const field of at('form').elements) field.removeAttribute('aria-invalid');
  for (const button of buttons) button.disabled = true;
  try {
    await knowing(deed);
    show(await pin());
    at('form').reset();
    at('details').open = false;
    at('done').textContent = say(done);
  } catch (refusal) {
    if (refusal.type === 'cancelled') return;
    const type = refusal.type?.replace('urn:ssms:', '') ?? '';
    const field = fields[type] ?? (type.startsWith('pin-') ? at('new') : undefined);
    if (field) blame(field, sentence(refusal));
    else at('problem').textContent = sentence(refusal);
  } finally {
    for (const button of buttons) button.disabled = false;
  }
}

at('form').addEventListener('submit', (event) => {
  event.preventDefault();
  if (at('new').value !== at('again').value) {
    blame(at('again'), say('pin.differ'));
  } else {
    change(() => setPin(at('new').value, at('password').value), 'pin.done');
  }
});

at('remove').addEventListener('click', () => {
  if (at('password').reportValidity()) change(() => removePin(at('password').value), 'pin.removed');
});

known(pin, show, at('problem'));
