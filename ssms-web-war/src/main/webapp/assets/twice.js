// What cannot be undone takes two presses. A double click is one, and so is a key that is held.
import { say } from './words.js';

/** @param words of the button at first  @param label the same said in full  @param deed what the second press does */
export function pressTwice(button, words, label, deed) {
  const unsure = () => {
    delete button.dataset.sure;
    button.textContent = words;
    button.setAttribute('aria-label', label);
  };
  unsure();
  button.addEventListener('blur', unsure);
  button.addEventListener('keydown', (event) => {
    if (event.repeat && event.key === 'Enter') event.preventDefault();
  });
  button.addEventListener('click', async (event) => {
    if (event.detail > 1) return;
    if (!button.dataset.sure) {
      button.dataset.sure = 'true';
      button.textContent = say('back.sure');
      button.removeAttribute('aria-label');
      return;
    }
    button.disabled = true;
    try {
      await deed();
    } finally {
      button.disabled = false;
      unsure();
      if (document.activeElement === document.body) button.focus(); // which it has lost by being disabled
    }
  });
}
