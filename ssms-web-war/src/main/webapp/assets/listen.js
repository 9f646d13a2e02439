// The player of WEB-INF/listen.xhtml, filled by a page that did not know the message when it was made.
import * as format from './format.js';

const player = document.getElementById('player');
const from = document.getElementById('from');

/** @param found a message as the mailbox tells it */
export function fill(found) {
  const caller = player.querySelector('[data-testid="caller"]');
  const address = format.address(found);
  const when = document.getElementById('when');
  const vouched = document.getElementById('vouched');
  const badge = format.badge(found);
  caller.textContent = address === '' ? caller.dataset.anonymous : format.name(found);
  document.getElementById('address').textContent = address;
  when.dateTime = found.receivedAt;
  if (badge.level === 'claimed') from.textContent = from.dataset.claimed;
  vouched.dataset.level = badge.level;
  vouched.textContent = badge.words;
  vouched.hidden = badge.level === '';
  player.dataset.messageId = found.id;
  player.dataset.seconds = found.seconds;
  document.getElementById('total').textContent = format.length(found.seconds);
}

/** Shows it in the place of what was there to come so far. */
export function reveal(instead) {
  instead.hidden = true;
  player.hidden = false;
  document.getElementById('caller').focus();
}
