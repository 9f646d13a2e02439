// What who has left a message still may: see whether it was heard, change what its owner may do, take it back.
import * as format from './format.js';
import { Limits } from './limits.js';
import { sentence } from './refusals.js';
import { inWords, narrow, Problem, recall } from './server.js';
import { pressTwice } from './twice.js';
import { say } from './words.js';

const list = document.getElementById('sent');
const template = document.getElementById('sent-row');
const box = document.getElementById('change-dialog');
const form = document.getElementById('change-form');
const limits = new Limits(form);
const problem = document.getElementById('change-problem');
const button = form.querySelector('[type=submit]');
const done = document.getElementById('sent-done');
const failed = document.getElementById('sent-problem');

let changing; // the id of the message that the dialog is about

/** @param knowing does what the license server must know the sender for  @param again reads and shows it all anew */
export function control(knowing, again) {
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    problem.textContent = '';
    limits.forgive();
    button.disabled = true;
    try {
      const wanted = moved(limits.changes());
      await knowing(() => narrow(changing, wanted));
      box.close();
      await tell(say('change.done'), again);
    } catch (refusal) {
      const text = sentence(refusal, 'limits');
      if (!limits.blame(refusal.member, text) && refusal.type !== 'cancelled') problem.textContent = text;
    } finally {
      button.disabled = false;
    }
  });
  document.getElementById('change-close').addEventListener('click', () => box.close());
  return async (messages) => {
    const words = await inWords(messages.map((message) => message.rights ?? {}));
    list.replaceChildren(...messages.map((message, i) => rowOf(message, words[i].line, knowing, again)));
  };
}

/** What is done stays done, also where it cannot be read again. The focus goes to where it is said: rows are new. */
async function tell(text, again) {
  done.textContent = text;
  done.focus();
  try {
    await again();
  } catch (refusal) {
    if (refusal.type !== 'cancelled') failed.textContent = sentence(refusal);
  }
}

/** A limit may be moved; one that is there cannot be left out, as what is not named stays as it is. */
function moved(changes) {
  const [name] = Object.entries(changes).find(([, value]) => value === undefined) ?? [];
  if (name) throw new Problem('stays', 0, { member: name });
  if (Object.keys(changes).length === 0) throw new Problem('nothing', 0);
  return changes;
}

function rowOf(message, line, knowing, again) {
  const row = template.content.querySelector('li').cloneNode(true);
  const part = (name) => row.querySelector(`[data-field="${name}"]`);
  const when = format.when(message.sentAt);
  row.dataset.messageId = message.messageId;
  part('when').dateTime = message.sentAt;
  part('when').textContent = when;
  part('when').title = format.exactly(message.sentAt);
  part('heard').textContent = heard(message);
  if (message.recalledAt) {
    part('words').textContent = say('sent.recalled', format.when(message.recalledAt));
    part('deeds').remove();
    return row;
  }
  part('words').textContent = line;
  part('change').setAttribute('aria-label', say('change.of', when));
  part('change').addEventListener('click', () => open(message));
  pressTwice(part('recall'), say('recall'), say('recall.of', when), async () => {
    failed.textContent = '';
    done.textContent = '';
    try {
      await knowing(() => recall(message.messageId));
      await tell(say('recall.done'), again);
    } catch (refusal) {
      if (refusal.type !== 'cancelled') failed.textContent = sentence(refusal);
    }
  });
  return row;
}

/** Of a message for a list also by how many of its members. */
function heard(message) {
  const { members, heardBy } = message;
  const often = howOften(message);
  return members ? say('sent.ofList', often, heardBy, members) : often;
}

function howOften({ playsUsed, firstPlayedAt }) {
  if (playsUsed === 0) return say('sent.notHeard');
  if (!firstPlayedAt) return say('sent.heard');
  return playsUsed === 1
    ? say('sent.heardOnce', format.when(firstPlayedAt))
    : say('sent.heardOften', playsUsed, format.when(firstPlayedAt));
}

function open(message) {
  changing = message.messageId;
  problem.textContent = '';
  failed.textContent = '';
  done.textContent = '';
  limits.show(message.rights);
  box.showModal();
}
