// What is decided of rights beforehand: for the messages that one leaves, and for those that one gets.
import { Limits } from './limits.js';
import { known } from './known.js';
import { knowing } from './password.js';
import { sentence } from './refusals.js';
import { changeDefaults, defaults } from './server.js';
import { say } from './words.js';

const form = document.getElementById('defaults');
const usual = document.getElementById('usual');
const callingFields = document.getElementById('calling');
const sides = { calling: new Limits(callingFields), called: new Limits(document.getElementById('called')) };
const problem = document.getElementById('defaults-problem');
const done = document.getElementById('defaults-done');
const button = form.querySelector('[type=submit]');

function show({ calling, called }) {
  usual.checked = !calling;
  showCalling();
  sides.calling.show(calling ?? {});
  sides.called.show(called);
  form.hidden = false;
}

function showCalling() {
  callingFields.hidden = usual.checked;
  callingFields.disabled = usual.checked; // a browser does not look at the fields then
}

/** Reads one side; what is wrong there is known to be wrong on that side. */
function rightsOf(side) {
  try {
    return sides[side].rights();
  } catch (refusal) {
    throw Object.assign(refusal, { within: side });
  }
}

usual.addEventListener('change', showCalling);

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  problem.textContent = '';
  done.textContent = '';
  for (const side of Object.values(sides)) side.forgive();
  button.disabled = true;
  try {
    const wanted = { called: rightsOf('called') };
    if (!usual.checked) wanted.calling = rightsOf('calling');
    show(await knowing(() => changeDefaults(wanted)));
    done.textContent = say('defaults.done');
  } catch (refusal) {
    const text = sentence(refusal, 'limits');
    const blamed = sides[refusal.within]?.blame(refusal.member, text);
    if (!blamed && refusal.type !== 'cancelled') problem.textContent = text;
  } finally {
    button.disabled = false;
  }
});

known(defaults, show, problem);
