// Times in the reader's zone, and copying of a new phone password. Without this the page works in UTC.
import * as format from './format.js';
import { say } from './words.js';

const zone = document.getElementById('zone');
const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
const pad = (number) => String(number).padStart(2, '0');

/** "2026-12-24T07:00" of UTC -> the same moment as the clock on the wall shows it. */
function local(text) {
  const at = new Date(`${text}Z`);
  if (Number.isNaN(at.getTime())) return text;
  return `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}T${pad(at.getHours())}:${pad(at.getMinutes())}`;
}

// what came back from a refused form is in the reader's zone already
if (zone.value === 'UTC' && here && here !== 'UTC') {
  for (const id of ['from', 'until']) {
    const field = document.getElementById(id);
    if (field.value) field.value = local(field.value);
  }
  zone.value = here;
}
document.getElementById('zone-name').textContent = zone.value.replaceAll('_', ' ');

for (const time of document.querySelectorAll('time')) {
  time.title = format.exactly(time.dateTime);
  time.textContent = format.when(time.dateTime);
}

const invalid = document.querySelector('[aria-invalid="true"]');
if (invalid) {
  invalid.setAttribute('aria-describedby', `problem ${invalid.getAttribute('aria-describedby') ?? ''}`.trim());
  invalid.closest('details')?.setAttribute('open', '');
  invalid.focus();
}

// a reload shows the page anew: it neither says "saved" again nor sends a form a second time
history.replaceState(null, '', new URL('../calls.xhtml', import.meta.url));

const password = document.getElementById('phone-password');
if (password) password.scrollIntoView({ block: 'center' });

const copy = document.getElementById('copy');
if (copy && navigator.clipboard) {
  copy.hidden = false;
  copy.addEventListener('click', async () => {
    await navigator.clipboard.writeText(password.textContent);
    copy.textContent = say('copied');
  });
}
