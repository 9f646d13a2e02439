// Sharing the message: to whom, within which limits, with whom it is shared, and taking it back. And restricting what the
// listener himself may do. The license server refuses what is too much; here it is only said in words.
import { future } from './limits.js';
import { knowing } from './password.js';
import { sentence } from './refusals.js';
import { refresh, whenKnown } from './rights.js';
import { inWords, narrow, Problem, share, shared, takeBack } from './server.js';
import { pressTwice } from './twice.js';
import { say } from './words.js';

const GUEST = 'mailto:'; // and the address of somebody without an account
const messageId = document.getElementById('player').dataset.messageId;
const isGuest = document.getElementById('door') !== null;
const sharing = dialogOf('share');
const narrowing = dialogOf('narrow');
const tree = document.getElementById('share-tree');
const nobody = document.getElementById('share-nobody');
const hint = document.getElementById('share-to-hint');
const sharedOnly = document.getElementById('shared-open');
const save = document.getElementById('save-file'); // where there is one
const copy = document.getElementById('share-copy');

let guests = true; // whether mails go to people without an account, as far as is known
let savable = false; // whether the protected file may leave this server

function dialogOf(name) {
  const part = (suffix) => document.getElementById(`${name}-${suffix}`);
  return { name, open: part('open'), box: part('dialog'), form: part('form'), problem: part('problem'), done: part('done') };
}

/** The limits that a form names; a limit that is not named is none. */
function limitsOf({ plays, until, forward }) {
  const limits = {};
  if (plays.value !== '') limits.plays = Number(plays.value);
  if (until.value !== '') limits.notAfter = future(new Date(until.value).toISOString());
  if (!forward.checked) limits.forward = 0;
  return limits;
}

function begin({ box, form, problem, done }) {
  form.reset();
  problem.textContent = '';
  done.textContent = '';
  box.showModal();
}

/** Does what a form asks for, says what came of it, and lets nobody press twice. */
async function submit({ name, form, problem, done }, deed) {
  const button = form.querySelector('[type=submit]');
  problem.textContent = '';
  done.textContent = '';
  button.disabled = true;
  try {
    const text = await knowing(deed);
    form.reset();
    done.textContent = text;
    await Promise.all([refresh(), name === 'share' ? showTree() : undefined]);
  } catch (refusal) {
    if (refusal.type !== 'cancelled') problem.textContent = sentence(refusal, name);
    (form.elements[{ notAfter: 'until', address: 'to' }[refusal.member] ?? refusal.member] ?? button).focus();
  } finally {
    button.disabled = false;
  }
}

// ---- the tree

async function showTree() {
  const { grants, guests: areInvited, attach } = await shared(messageId);
  guests = areInvited;
  document.getElementById('share-attach').hidden = !(attach && savable);
  if (!guests) hint.textContent = say('share.no-guests');
  const words = await inWords(grants.map((grant) => grant.rights));
  const lists = new Map([[null, tree]]);
  tree.replaceChildren();
  grants.forEach((grant, i) => {
    const item = itemOf(grant, words[i].line);
    const below = document.createElement('ul');
    item.append(below);
    lists.set(grant.grantId, below);
    lists.get(grant.parent).append(item);
  });
  nobody.hidden = grants.length > 0;
}

function itemOf(grant, line) {
  const to = grant.to.startsWith(GUEST) ? grant.to.slice(GUEST.length) : grant.to;
  const item = document.getElementById('shared').content.querySelector('li').cloneNode(true);
  const part = (name) => item.querySelector(`[data-field="${name}"]`);
  item.dataset.to = to;
  item.dataset.revoked = grant.revoked;
  part('to').textContent = to;
  part('words').textContent = grant.revoked ? say('back.taken') : line;
  part('state').textContent = grant.revoked ? '' : stateOf(grant);
  if (grant.revoked) part('back').remove();
  else prepare(part('back'), grant.grantId, to);
  return item;
}

/** Whose plays they are; and of a guest, whether he has come by his mail yet. */
function stateOf({ proved, playsShared }) {
  const states = [];
  if (playsShared) states.push(say('share.pooled'));
  if (proved !== undefined) states.push(say(proved ? 'share.proved' : 'share.pending'));
  return states.join('; ');
}

function prepare(button, grantId, to) {
  pressTwice(button, say('back'), say('back.from', to), async () => {
    await submit(sharing, async () => {
      await takeBack(grantId);
      return say('back.done', to);
    });
    sharing.done.focus();
  });
}

// ---- controls

/** Who may no longer share can still take back what was shared before. */
async function offerTree(mayNotShare) {
  const before = mayNotShare ? await shared(messageId).catch(() => undefined) : undefined;
  sharedOnly.hidden = !before?.grants.length;
}

whenKnown(({ rights, off }) => {
  const mayShare = Boolean(rights) && !off.forward;
  sharing.open.disabled = !mayShare;
  narrowing.open.disabled = !rights;
  for (const button of [sharing.open, narrowing.open]) button.hidden = isGuest && !mayShare;
  savable = Boolean(rights) && !off.save;
  if (save) save.hidden = !savable;
  offerTree(rights && off.forward);
  // who has some plays left does not give all of them away by saying nothing
  document.getElementById('share-pool').hidden = rights?.plays === undefined;
  sharing.form.elements.plays.defaultValue = rights?.plays === undefined ? '' : '1';
  sharing.form.elements.forward.disabled = rights?.forward === 1; // the receiver could not hand it on anyway
  narrowing.form.elements.forward.disabled = rights?.forward === 0;
});

async function openSharing() {
  begin(sharing);
  sharing.form.hidden = sharing.open.disabled;
  copy.hidden = true;
  try {
    await knowing(showTree);
  } catch (refusal) {
    sharing.problem.textContent = refusal.type === 'cancelled' ? '' : sentence(refusal);
  }
}

sharing.open.addEventListener('click', openSharing);
sharedOnly.addEventListener('click', openSharing);

sharing.form.addEventListener('submit', (event) => {
  event.preventDefault();
  const to = sharing.form.elements.to.value.trim();
  submit(sharing, async () => {
    const limits = limitsOf(sharing.form.elements);
    if (to.includes('@') && !guests) throw new Problem('no-guests', 0, { member: 'to' });
    const { attach, playsShared } = sharing.form.elements;
    if (to.includes('@')) return invite(to, limits, { attach: attach.checked, playsShared: playsShared.checked });
    await share(messageId, to, limits, { playsShared: playsShared.checked });
    copy.hidden = false;
    return say('share.done', to);
  });
});

/** Somebody without an account is told by mail, with a link of his own. */
async function invite(address, limits, options) {
  await share(messageId, GUEST + address, limits, options).catch((refusal) => {
    const isAddress = refusal.type === 'urn:ssms:malformed' && refusal.member === 'to';
    throw isAddress ? Object.assign(refusal, { member: 'address' }) : refusal;
  });
  return say(options.attach ? 'share.attached' : 'share.mailed', address);
}

copy.addEventListener('click', async () => {
  const link = new URL(`../play.xhtml?id=${encodeURIComponent(messageId)}`, import.meta.url).href;
  const copied = await navigator.clipboard.writeText(link).then(() => true, () => false);
  sharing.done.textContent = copied ? say('share.copied') : link;
});

narrowing.open.addEventListener('click', () => begin(narrowing));

narrowing.form.addEventListener('submit', (event) => {
  event.preventDefault();
  submit(narrowing, async () => {
    const limits = limitsOf(narrowing.form.elements);
    if (Object.keys(limits).length === 0) throw new Problem('nothing', 0);
    await narrow(messageId, limits);
    return say('narrow.done');
  });
});

for (const button of document.querySelectorAll('dialog [data-close]')) {
  button.addEventListener('click', () => button.closest('dialog').close());
}

refresh();
