// A page that shows what only the license server knows: asks without bothering anybody, and for the password only when
// the reader says so.
import { knowing } from './password.js';
import { sentence } from './refusals.js';

const unknown = document.getElementById('known-ask');
const button = unknown.querySelector('button');

/** The button that was pressed is gone, and a section of nothing is, too. */
function focusWhatIsShown() {
  const section = unknown.closest('section, main');
  (section.hidden ? section.closest('main') : section).focus();
}

/** Shows what an answer says, or why there is none; never rejects. */
export async function known(question, show, problem) {
  const ask = async (asking) => {
    try {
      await show(await asking(question));
      unknown.hidden = true;
      problem.textContent = '';
    } catch (refusal) {
      const again = refusal.unknown || refusal.type === 'cancelled';
      unknown.hidden = !again;
      unknown.closest('section')?.removeAttribute('hidden');
      problem.textContent = again ? '' : sentence(refusal);
    }
  };
  button.addEventListener('click', async () => {
    await ask(knowing);
    if (unknown.hidden) focusWhatIsShown();
  });
  await ask((deed) => deed());
}
