// What cannot be undone takes two presses.
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
  button.addEventListener('click', async () => {
    if (!button.dataset.sure) {
      button.dataset.sure = 'true';
      button.textContent = say('back.sure');
      button.removeAttribute('aria-label');
      return;
    }
    await deed();
  });
}
