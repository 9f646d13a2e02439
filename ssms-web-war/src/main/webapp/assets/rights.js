// What the listener may do with the message, in words, and why a control is off. Always asked for anew: the license server
// decides, this page only tells.
import { knowing } from './password.js';
import { sentence } from './refusals.js';
import { inWords, rights } from './server.js';
import { say } from './words.js';

const section = document.getElementById('rights');
const line = document.getElementById('rights-line');
const again = document.getElementById('rights-ask');
const why = document.getElementById('rights-why');
const messageId = document.getElementById('player').dataset.messageId;
const changed = new EventTarget();

/** Calls back with { rights, off } at every answer; rights: null when there are none, off: why something is off, by right. */
export function whenKnown(listener) {
  changed.addEventListener('known', (event) => listener(event.detail));
}

/** Asks and shows; never rejects. Only who says ask is asked for his password. */
export async function refresh({ ask = false } = {}) {
  section.setAttribute('aria-busy', 'true');
  try {
    const now = await (ask ? knowing(() => rights(messageId)) : rights(messageId));
    const [words] = await inWords([now]);
    show(words.line, now, words.off);
  } catch (refusal) {
    if (refusal.unknown || refusal.type === 'cancelled') {
      show(say('rights-unknown'), null, {}, true);
    } else {
      const reason = sentence(refusal);
      show(reason, null, refusal.type === 'urn:ssms:revoked' ? { plays: reason } : {}, refusal.status === 0);
    }
  }
  section.removeAttribute('aria-busy');
}

function show(text, now, off, mayAsk = false) {
  line.textContent = text;
  section.dataset.state = now ? 'known' : 'unknown';
  why.textContent = off.forward ?? '';
  again.hidden = !mayAsk;
  changed.dispatchEvent(new CustomEvent('known', { detail: { rights: now, off } }));
}

again.addEventListener('click', () => refresh({ ask: true }));
