// What callers hear when the owner of the mailbox does not answer: recorded here or from a file, heard before it is kept.
import * as format from './format.js';
import { sentence } from './refusals.js';
import { greeting, greetings, removeGreeting, setGreeting } from './server.js';
import { decode, RATE, Recording, wav } from './sound.js';
import { count, say } from './words.js';

const at = (id) => document.getElementById(id);
const list = at('greetings');
const rows = [...list.querySelectorAll('[data-kind]')];
const user = at('greetings-user').value;
const DAY = 24 * 60 * 60 * 1000;
const YEAR = 365 * DAY;
const SHORTEST = 0.3; // seconds
const ROUNDING = 0.01; // seconds that another sample rate may add

const titleOf = (row) => row.querySelector('h2').textContent;
const button = (row, deed) => row.querySelector(`[data-deed="${deed}"]`);

/** "2026-12-24T07:00", as the clock on the reader's wall shows it. */
function onTheWall(moment) {
  return new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

function stateOf(recorded) {
  if (!recorded) return say('greetings.none');
  const state = say('greetings.recorded', format.lengthWords(recorded.seconds), format.when(recorded.recordedAt));
  if (!recorded.until) return state;
  const over = new Date(recorded.until) <= new Date();
  return `${state}\n${say(over ? 'greetings.over' : 'greetings.until', format.when(recorded.until))}`;
}

function show({ locked, greetings: kinds }) {
  for (const row of rows) {
    const { recorded, longestSeconds } = kinds.find(({ kind }) => kind === row.dataset.kind);
    row.dataset.longest = longestSeconds;
    row.dataset.until = recorded?.until ?? '';
    row.querySelector('[data-state]').dataset.state = recorded ? 'recorded' : 'none';
    row.querySelector('[data-state]').textContent = stateOf(recorded);
    button(row, 'play').hidden = !recorded;
    button(row, 'remove').hidden = !recorded || locked;
    button(row, 'change').hidden = locked;
    button(row, 'change').textContent = say(recorded ? 'greetings.replace' : 'greetings.record');
  }
  at('greetings-locked').hidden = !locked;
  list.hidden = false;
}

async function refresh() {
  try {
    show(await greetings());
  } catch (refusal) {
    at('greetings-problem').textContent = sentence(refusal, 'greetings');
  }
}

// playing a greeting that is kept

let playing; // { row, audio }

function stopPlaying() {
  if (!playing) return;
  playing.audio.pause();
  URL.revokeObjectURL(playing.audio.src);
  button(playing.row, 'play').textContent = say('play');
  playing = undefined;
}

async function play(row) {
  const again = playing?.row === row;
  stopPlaying();
  if (again) return;
  at('greetings-problem').textContent = '';
  const audio = new Audio();
  playing = { row, audio };
  button(row, 'play').textContent = say('greetings.stop');
  try {
    const sound = await greeting(row.dataset.kind);
    if (playing?.audio !== audio) return; // stopped meanwhile
    audio.src = URL.createObjectURL(sound);
    audio.addEventListener('ended', stopPlaying);
    await audio.play();
  } catch (refusal) {
    if (playing?.audio !== audio) return;
    stopPlaying();
    at('greetings-problem').textContent = sentence(refusal, 'greetings');
  }
}

// faults beside their fields; what was entered stays

function blame(field, fault, text) {
  fault.textContent = text;
  field.setAttribute('aria-invalid', 'true');
  field.focus();
}

function forgive(form) {
  for (const fault of form.querySelectorAll('.fault, .alert')) fault.textContent = '';
  for (const field of form.elements) field.removeAttribute('aria-invalid');
}

let proving; // aborts what the password in the open dialog was sent for

/** Does what needs the password; a refusal is told where it belongs, unless its dialog was closed meanwhile. */
async function prove(name, deed, done) {
  const password = at(`${name}-password`);
  if (!password.value) {
    blame(password, at(`${name}-password-fault`), say('greetings.noPassword'));
    return;
  }
  const mine = new AbortController();
  const changed = row;
  proving = mine;
  submitOf(name).disabled = true;
  try {
    await deed(password.value, mine.signal);
  } catch (refusal) {
    if (proving === mine) {
      giveUp(name);
      tellRefusal(name, refusal);
    } else {
      await refresh(); // it may have come through all the same
    }
    return;
  }
  const isCurrent = proving === mine;
  if (isCurrent) at(`${name}-dialog`).close();
  await refresh();
  if (!isCurrent) return;
  if (name === 'remove' && !isOpen()) button(changed, 'change').focus(); // what had the focus is hidden now
  at('greetings-done').textContent = say(done, titleOf(changed));
}

function tellRefusal(name, refusal) {
  const type = refusal.type?.replace('urn:ssms:', '');
  const password = at(`${name}-password`);
  if (refusal.status === 401) blame(password, at(`${name}-password-fault`), say('refused.wrong-password'));
  else if (type === 'greeting-end') blame(at('record-until'), at('until-fault'), sentence(refusal));
  else if (['greeting-too-short', 'greeting-too-long', 'no-wav'].includes(type)) blameSound(sentence(refusal));
  else at(`${name}-problem`).textContent = sentence(refusal, 'greetings');
}

/** Nobody waits for the answer any more; the server may have done it all the same. */
function giveUp(name) {
  proving?.abort();
  proving = undefined;
  submitOf(name).disabled = false;
}

const submitOf = (name) => at(`${name}-form`).querySelector('[type=submit]');
const isOpen = () => dialog.open || at('remove-dialog').open;

// recording

let row; // whose dialog is open
let recording;
let starting = false;
let sound; // what is to be kept, a WAV file
let ticking;
let turn = 0; // another one: what is still on its way from microphone or decoder is not wanted any more

const dialog = at('record-dialog');
const recordButton = at('record');
const longest = () => Number(row.dataset.longest);

function blameSound(text) {
  at('sound-fault').textContent = text;
  (recordButton.hidden ? at('record-file') : recordButton).focus();
}

function atMost(seconds) {
  return seconds % 60 === 0 ? count('minute', seconds / 60) : format.lengthWords(seconds);
}

function showTime(seconds) {
  at('record-time').textContent = say('of', format.clock(seconds), format.clock(longest()));
}

function keepInHand(wanted) {
  if (at('listen-audio').src) URL.revokeObjectURL(at('listen-audio').src);
  sound = wanted;
  at('listen').hidden = !wanted;
  if (wanted) at('listen-audio').src = URL.createObjectURL(wanted);
  else at('listen-audio').removeAttribute('src');
}

function open(wanted) {
  stopPlaying();
  turn++;
  row = wanted;
  at('record-form').reset();
  forgive(at('record-form'));
  at('greetings-done').textContent = '';
  at('record-title').textContent = titleOf(row);
  at('record-hint').textContent = say('greetings.hint', atMost(longest()));
  const ends = row.dataset.kind === 'temporary';
  at('until-field').hidden = !ends;
  at('record-until').min = onTheWall(new Date());
  at('record-until').max = onTheWall(new Date(Date.now() + YEAR));
  const before = new Date(row.dataset.until);
  at('record-until').value = onTheWall(before > new Date() ? before : new Date(Date.now() + 7 * DAY));
  at('zone-name').textContent = Intl.DateTimeFormat().resolvedOptions().timeZone.replaceAll('_', ' ');
  at('recorder').hidden = !(navigator.mediaDevices && window.MediaRecorder);
  recordButton.hidden = at('recorder').hidden;
  keepInHand(undefined);
  showTime(0);
  dialog.showModal();
}

/**
 * Takes what was recorded or chosen, when it is as long as it may be.
 *
 * @param {Promise<Blob>|Blob} blob
 * @param {number} most seconds
 */
async function take(blob, most) {
  const mine = turn;
  let samples;
  try {
    samples = await decode(await blob);
  } catch {
    if (turn === mine) blameSound(say('greetings.unreadable'));
    return;
  }
  if (turn !== mine) return;
  at('sound-fault').textContent = '';
  const seconds = samples.length / RATE;
  if (seconds < SHORTEST) blameSound(say('refused.greeting-too-short'));
  else if (seconds > most) blameSound(say('refused.greeting-too-long'));
  else keepInHand(wav(samples.subarray(0, longest() * RATE)));
}

async function begin() {
  if (starting) return;
  starting = true;
  const mine = ++turn;
  at('listen-audio').pause();
  at('sound-fault').textContent = '';
  try {
    const begun = await Recording.begin();
    if (turn !== mine) {
      await begun.end(); // it was closed, or a file was chosen, while the browser asked
      return;
    }
    recording = begun;
    recordButton.textContent = say('greetings.stop');
    recordButton.dataset.recording = 'true';
    keepInHand(undefined);
    begun.lost.then(() => {
      if (recording === begun) end(); // what was said so far is there
    });
    tick();
  } catch {
    if (turn === mine) blameSound(say('greetings.noMicrophone'));
  } finally {
    starting = false;
  }
}

function tick() {
  if (!recording) return;
  showTime(Math.min(recording.time, longest()));
  at('record-level').value = recording.level;
  if (recording.time >= longest()) end();
  else ticking = setTimeout(tick, 100);
}

/** @returns {Promise<Blob|undefined>} undefined: nothing was recorded */
async function stop() {
  const ended = recording;
  recording = undefined;
  clearTimeout(ticking);
  recordButton.textContent = say(ended ? 'greetings.again' : 'record');
  delete recordButton.dataset.recording;
  at('record-level').value = 0;
  return ended?.end();
}

function end() {
  // a recording is ended in time, but a little later than its time is over
  return take(stop(), longest() + 1);
}

/** Nobody wants what is being recorded. */
function drop() {
  turn++;
  stop().catch(() => {}); // whatever went wrong with it
  recordButton.textContent = say('record');
  keepInHand(undefined);
}

recordButton.addEventListener('click', () => (recording ? end() : begin()));

at('record-file').addEventListener('change', ({ target }) => {
  drop();
  at('sound-fault').textContent = '';
  showTime(0);
  if (target.files[0]) take(target.files[0], longest() + ROUNDING);
});

at('record-form').addEventListener('submit', (event) => {
  event.preventDefault();
  forgive(event.target);
  if (recording) {
    end(); // to be heard first
    return;
  }
  const ends = row.dataset.kind === 'temporary';
  const until = ends ? new Date(at('record-until').value) : undefined;
  if (!sound) {
    blameSound(say('greetings.nothing'));
  } else if (ends && !(until > new Date() && until < new Date(Date.now() + YEAR))) {
    blame(at('record-until'), at('until-fault'), say('refused.greeting-end'));
  } else {
    at('listen-audio').pause();
    const save = (password, signal) => setGreeting(row.dataset.kind, sound, until, user, password, signal);
    prove('record', save, 'greetings.done');
  }
});

at('record-cancel').addEventListener('click', () => dialog.close());
dialog.addEventListener('close', () => {
  at('record-form').reset(); // the password first
  giveUp('record');
  at('listen-audio').pause();
  drop();
});

// removing

at('remove-form').addEventListener('submit', (event) => {
  event.preventDefault();
  forgive(event.target);
  const remove = (password, signal) => removeGreeting(row.dataset.kind, user, password, signal);
  prove('remove', remove, 'greetings.removed');
});

at('remove-cancel').addEventListener('click', () => at('remove-dialog').close());
at('remove-dialog').addEventListener('close', () => {
  at('remove-form').reset();
  giveUp('remove');
});

function askToRemove(wanted) {
  stopPlaying();
  row = wanted;
  forgive(at('remove-form'));
  at('greetings-done').textContent = '';
  at('remove-title').textContent = say('greetings.removeTitle', titleOf(row));
  at('remove-dialog').showModal();
  at('remove-password').focus();
}

for (const each of rows) {
  button(each, 'play').addEventListener('click', () => play(each));
  button(each, 'change').addEventListener('click', () => open(each));
  button(each, 'remove').addEventListener('click', () => askToRemove(each));
}

refresh();
