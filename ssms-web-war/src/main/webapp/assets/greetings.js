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
  show(await greetings());
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

/** Does what needs the password; a refusal is told where it belongs. */
async function prove(name, deed, done) {
  const form = at(`${name}-form`);
  const password = at(`${name}-password`);
  const submit = form.querySelector('[type=submit]');
  if (!password.value) {
    blame(password, at(`${name}-password-fault`), say('greetings.noPassword'));
    return;
  }
  submit.disabled = true;
  try {
    await deed(password.value);
  } catch (refusal) {
    const type = refusal.type?.replace('urn:ssms:', '');
    if (refusal.status === 401) blame(password, at(`${name}-password-fault`), say('refused.wrong-password'));
    else if (type === 'greeting-end') blame(at('record-until'), at('until-fault'), sentence(refusal));
    else if (['greeting-too-short', 'greeting-too-long', 'no-wav'].includes(type)) blameSound(sentence(refusal));
    else at(`${name}-problem`).textContent = sentence(refusal, 'greetings');
    return;
  } finally {
    submit.disabled = false;
  }
  at(`${name}-dialog`).close();
  await refresh().catch((refusal) => (at('greetings-problem').textContent = sentence(refusal, 'greetings')));
  if (name === 'remove') button(row, 'change').focus(); // what had the focus is hidden now
  at('greetings-done').textContent = say(done, titleOf(row));
}

// recording

let row; // whose dialog is open
let recording;
let starting = false;
let sound; // what is to be kept, a WAV file
let ticking;

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

/** Takes what was recorded or chosen, when it is as long as it may be. */
async function take(blob) {
  const samples = await decode(blob);
  const seconds = samples.length / RATE;
  if (seconds < SHORTEST) return blameSound(say('refused.greeting-too-short'));
  // a recording is ended in time, but a little later than its time is over
  if (seconds > longest() + 1) return blameSound(say('refused.greeting-too-long'));
  return keepInHand(wav(samples.subarray(0, longest() * RATE)));
}

async function begin() {
  if (starting) return;
  starting = true;
  at('listen-audio').pause();
  at('sound-fault').textContent = '';
  try {
    const begun = await Recording.begin();
    if (!dialog.open) {
      await begun.end(); // it was closed while the browser asked
      return;
    }
    recording = begun;
    recordButton.textContent = say('greetings.stop');
    recordButton.dataset.recording = 'true';
    keepInHand(undefined);
    tick();
  } catch {
    blameSound(say('greetings.noMicrophone'));
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

async function end() {
  try {
    const blob = await stop();
    if (blob && dialog.open) await take(blob);
  } catch {
    blameSound(say('greetings.unreadable'));
  }
}

recordButton.addEventListener('click', () => (recording ? end() : begin()));

at('record-file').addEventListener('change', async ({ target }) => {
  await stop();
  recordButton.textContent = say('record');
  at('sound-fault').textContent = '';
  keepInHand(undefined);
  showTime(0);
  if (!target.files[0]) return;
  try {
    await take(target.files[0]);
  } catch {
    blameSound(say('greetings.unreadable'));
  }
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
    prove('record', (password) => setGreeting(row.dataset.kind, sound, until, user, password), 'greetings.done');
  }
});

at('record-cancel').addEventListener('click', () => dialog.close());
dialog.addEventListener('close', async () => {
  at('listen-audio').pause();
  await stop();
  recordButton.textContent = say('record');
  keepInHand(undefined);
  at('record-form').reset();
});

// removing

at('remove-form').addEventListener('submit', (event) => {
  event.preventDefault();
  forgive(event.target);
  prove('remove', (password) => removeGreeting(row.dataset.kind, user, password), 'greetings.removed');
});

at('remove-cancel').addEventListener('click', () => at('remove-dialog').close());
at('remove-dialog').addEventListener('close', () => at('remove-form').reset());

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

refresh().catch((refusal) => (at('greetings-problem').textContent = sentence(refusal, 'greetings')));
