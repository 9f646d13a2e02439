// Plays one protected message: the encrypted file through Media Source Extensions, its key through
// Encrypted Media Extensions (ClearKey). The license goes to the browser's ClearKey module; this script keeps only
// the hash of the manifest, by which it refuses an altered file.
import * as format from './format.js';
import { Manifest } from './manifest.js';
import { knowing } from './password.js';
import { sentence } from './refusals.js';
import { refresh, whenKnown } from './rights.js';
import { content, keepLicenseSession, license, manifest, markHeard, Problem, report } from './server.js';
import { say } from './words.js';

const TYPE = 'audio/mp4; codecs="flac"';
const CHUNK = 128 * 1024;
const STEP = 5;
const REPEATABLE = 30; // seconds of a play that may be heard twice where plays are counted
const LONGEST_TIMER = 2 ** 31 - 1;

const player = document.getElementById('player');
const audio = player.querySelector('audio');
const toggle = document.getElementById('toggle');
const seek = document.getElementById('seek');
const status = document.getElementById('status');
const messageId = player.dataset.messageId;
const nominalSeconds = Number(player.dataset.seconds);

let keySystem;
let keySession;
let licensed; // the promise of a license: resolved with what it says; undefined: nothing is loaded
let play; // what the license server leased: a Play
let heard = player.dataset.own !== 'true'; // it is marked in its owner's mailbox only
let loaded = false;

let bytesOfFile = (first, last) => content(messageId, first, last);

let ending; // what is said after a play whose time was over; undefined: it ended otherwise
let closed; // why nothing can be played at present; undefined: it can

function enter(state, text = say(state)) {
  player.dataset.state = state;
  status.dataset.state = state;
  status.textContent = text;
  const busy = state === 'playing' || state === 'loading';
  toggle.setAttribute('aria-label', say(busy ? 'pause' : state === 'ended' ? 'playAgain' : 'play'));
  toggle.disabled = !keySystem || (closed !== undefined && !loaded);
  seek.disabled = !loaded;
}

function is(...states) {
  return states.includes(player.dataset.state);
}

// ---- what the browser can do

async function findKeySystem() {
  if (!window.isSecureContext || !navigator.requestMediaKeySystemAccess || !window.MediaSource?.isTypeSupported(TYPE)) {
    throw new Problem('unsupported', 0);
  }
  const configuration = {
    initDataTypes: ['cenc'],
    audioCapabilities: [{ contentType: TYPE, encryptionScheme: 'cenc' }],
  };
  const access = await navigator.requestMediaKeySystemAccess('org.w3.clearkey', [configuration]);
  return access.createMediaKeys();
}

// ---- license

/** One play, which a license was given for: begins with the first sound, and is over at the end or when its time is. */
class Play {
  #lease;
  #counted;
  #expiry;
  #state = 'reserved';
  #position = 0;
  #listened = 0;

  constructor({ lease, rights, remaining, playRemaining }) {
    this.#lease = lease;
    this.#counted = rights.plays !== undefined;
    if (playRemaining < remaining) this.#after(playRemaining, playIsOver);
    else this.#after(remaining, () => stopFor(new Problem('urn:ssms:expired', 403)));
  }

  /** Timers of browsers end after 24 days. */
  #after(remaining, what) {
    const wait = Math.min(remaining, LONGEST_TIMER);
    this.#expiry = setTimeout(remaining > wait ? () => this.#after(remaining - wait, what) : what, wait);
  }

  /** Whether this is its first sound. */
  begin() {
    if (this.#state !== 'reserved') return false;
    this.#state = 'started';
    report(this.#lease, 'started').catch((refusal) => {
      if (play !== this) return;
      if (refusal.type === 'urn:ssms:lease-settled') playIsOver();
      else if (refusal.status === 403 || refusal.status === 404) stopFor(refusal);
    });
    return true;
  }

  /** Whether more was heard than one play may repeat. */
  isOverheard(position) {
    const step = position - this.#position;
    this.#position = position;
    if (step > 0 && step < 1) this.#listened += step;
    return this.#counted && this.#listened > duration() + REPEATABLE;
  }

  /** Whether hearing it again takes another license. */
  end() {
    if (this.#state === 'over') return this.#counted;
    const what = this.#state === 'started' ? 'ended' : 'returned';
    this.#state = 'over';
    report(this.#lease, what).catch(() => {}); // it stays counted, then
    return this.#counted;
  }

  /** Its key is forgotten. */
  close() {
    this.end();
    clearTimeout(this.#expiry);
  }
}

function onEncrypted(event) {
  if (keySession) return; // the file names its key once per track, we need it once
  const session = keySystem.createSession();
  keySession = session;
  session.addEventListener('message', (request) => {
    proving(() => license(messageId, request.message))
      .then((answer) => licenseArrived(session, answer))
      .catch(stopFor);
  });
  session.generateRequest(event.initDataType, event.initData).catch(() => stopFor(new Problem('decrypt', 0)));
}

function licenseArrived(session, answer) {
  const licensedPlay = new Play(answer);
  if (session !== keySession) return licensedPlay.close(); // given up meanwhile
  play = licensedPlay;
  licensed.resolve(answer);
  return session.update(answer.bytes);
}

/** Does what the listener must be known for, and shows whether he is being asked. */
function proving(deed) {
  return knowing(deed, (isAsking) => {
    if (isAsking) enter('password');
    else if (is('password')) goOn();
  });
}

/** A part of the file may be missing while others are played. */
function goOn() {
  if (audio.readyState < HTMLMediaElement.HAVE_FUTURE_DATA) enter('loading');
  else enter(audio.paused ? 'paused' : 'playing');
}

// ---- the protected file

function append(buffer, bytes) {
  return new Promise((resolve, reject) => {
    buffer.addEventListener('updateend', resolve, { once: true });
    buffer.addEventListener('error', () => reject(new Problem('decrypt', 0)), { once: true });
    buffer.appendBuffer(bytes);
  });
}

/** From now on the reader's own copy of the file is played: manifest and license are asked for as ever. */
export function playFrom(file) {
  unload(new Problem('cancelled', 0));
  bytesOfFile = (first, last) => file.content(first, last);
  if (!is('unsupported')) enter(closed === undefined ? 'idle' : 'closed', closed);
}

/** The bytes of the protected file one after the other, fetched in chunks. */
class ContentReader {
  #fetched = new Uint8Array();
  #next = 0;
  #total = Infinity;

  async read(length) {
    while (this.#fetched.length < length) {
      if (this.#next >= this.#total) throw new Problem('altered', 0);
      const part = await proving(() => bytesOfFile(this.#next, this.#next + CHUNK - 1));
      this.#total = part.total;
      const joined = new Uint8Array(this.#fetched.length + part.bytes.byteLength);
      joined.set(this.#fetched);
      joined.set(new Uint8Array(part.bytes), this.#fetched.length);
      this.#fetched = joined;
      this.#next += part.bytes.byteLength;
    }
    const bytes = this.#fetched.slice(0, length);
    this.#fetched = this.#fetched.subarray(length);
    return bytes;
  }
}

/** Nothing but the head, which names the key, is given to the browser before the license vouches for the manifest. */
async function feed(source, given) {
  const buffer = source.addSourceBuffer(TYPE);
  const signed = await Manifest.of(await proving(() => manifest(messageId)), messageId);
  const reader = new ContentReader();
  await append(buffer, await signed.check(signed.head, await reader.read(signed.head.bytes)));
  signed.mustAgreeWith(await given.promise);
  for (const fragment of signed.fragments) {
    await append(buffer, await signed.check(fragment, await reader.read(fragment.bytes)));
  }
  if (source.readyState === 'open') source.endOfStream();
}

function promised() {
  const it = {};
  it.promise = new Promise((resolve, reject) => Object.assign(it, { resolve, reject }));
  it.promise.catch(() => {}); // whoever waits hears of it
  return it;
}

/** Everything is prepared in the click that wants to hear, so that browsers let the sound begin. */
function load() {
  const source = new MediaSource();
  const mine = promised();
  loaded = true;
  licensed = mine;
  enter('loading');
  source.addEventListener('sourceopen', () => {
    URL.revokeObjectURL(audio.src);
    feed(source, mine).catch((reason) => mine === licensed && stopFor(reason)); // else it was given up meanwhile
  }, { once: true });
  audio.src = URL.createObjectURL(source);
}

/** Leaves nothing half loaded, and no key: what is heard next begins anew. */
function unload(reason) {
  loaded = false;
  licensed?.reject(reason);
  licensed = undefined;
  play?.close();
  play = undefined;
  keySession?.close().catch(() => {}); // forgets its key
  keySession = undefined;
  audio.removeAttribute('src');
  audio.load();
  progress();
}

/** Gives up, and says why. */
function stopFor(reason) {
  if (is('refused', 'failed')) return;
  unload(reason);
  if (reason.type === 'cancelled') {
    enter('idle');
  } else {
    const refused = reason.status >= 400 && reason.status < 500;
    enter(refused ? 'refused' : 'failed', sentence(reason));
    if (refused) refresh();
  }
}

// ---- what is told of a play

/** The first sound by a license. */
function playingStarted() {
  refresh();
  if (!heard) {
    heard = true;
    markHeard(messageId).catch(() => (heard = false));
  }
}

/** The end was heard. Where plays are counted, hearing it again is another play. */
function playingEnded() {
  ending = undefined;
  if (play?.end()) unload(new Problem('cancelled', 0));
  enter('ended');
  refresh();
}

/** So long one play lasts where plays are counted, however often the listener has paused or gone back. */
function playIsOver() {
  ending = say('play-over');
  unload(new Problem('cancelled', 0));
  enter('ended', ending);
  refresh();
}

// ---- controls

function listen() {
  if (!loaded) load();
  if (audio.ended) audio.currentTime = 0;
  audio.play().catch((refusal) => {
    if (refusal.name === 'NotAllowedError') enter('paused', say('once-more'));
  });
}

function duration() {
  return Number.isFinite(audio.duration) && audio.duration > 0 ? audio.duration : nominalSeconds;
}

function moveTo(seconds) {
  if (!loaded) return;
  audio.currentTime = Math.min(Math.max(0, seconds), duration());
  progress();
}

function progress() {
  const now = audio.currentTime || 0;
  const end = duration();
  seek.max = end.toFixed(1);
  seek.value = now.toFixed(1);
  seek.style.setProperty('--done', `${Math.min(100, (now / end) * 100)}%`);
  seek.setAttribute('aria-valuetext', say('of', format.clock(now), format.length(end)));
  document.getElementById('elapsed').textContent = format.clock(now);
}

function animate() {
  progress();
  if (!audio.paused) requestAnimationFrame(animate);
}

toggle.addEventListener('click', () => (loaded && !audio.paused ? audio.pause() : listen()));
seek.addEventListener('input', () => moveTo(Number(seek.value)));
seek.addEventListener('keydown', (event) => {
  const steps = { ArrowRight: STEP, ArrowUp: STEP, ArrowLeft: -STEP, ArrowDown: -STEP, PageUp: 3 * STEP, PageDown: -3 * STEP };
  if (event.key in steps) {
    event.preventDefault();
    moveTo(audio.currentTime + steps[event.key]);
  }
});
document.getElementById('speed').addEventListener('change', (event) => {
  audio.defaultPlaybackRate = Number(event.target.value);
  audio.playbackRate = Number(event.target.value);
});

audio.addEventListener('encrypted', onEncrypted);
audio.addEventListener('playing', () => {
  enter('playing');
  animate();
  keepLicenseSession(() => !audio.paused);
  if (play?.begin()) playingStarted();
});
audio.addEventListener('pause', () => {
  if (is('playing', 'loading') && !audio.ended) enter('paused');
});
audio.addEventListener('waiting', () => {
  if (is('playing')) enter('loading', say('waiting'));
});
audio.addEventListener('ended', playingEnded);
audio.addEventListener('timeupdate', () => {
  progress();
  if (play?.isOverheard(audio.currentTime)) playingEnded();
});
window.addEventListener('pagehide', () => {
  if (loaded) unload(new Problem('cancelled', 0));
});
audio.addEventListener('error', () => {
  if (loaded && audio.error) stopFor(new Problem('decrypt', 0));
});

whenKnown(({ off }) => {
  closed = off.plays;
  if (loaded || is('unsupported')) return;
  const said = is('ended') ? ending : undefined;
  if (closed !== undefined) enter(is('refused', 'ended') ? player.dataset.state : 'closed', said ?? closed);
  else if (!is('refused', 'failed')) enter(is('ended') ? 'ended' : 'idle', said);
});

const time = document.getElementById('when');
time.textContent = format.when(time.dateTime);
time.title = format.exactly(time.dateTime);

try {
  const found = await findKeySystem();
  await audio.setMediaKeys(found);
  keySystem = found;
  enter(closed === undefined ? 'idle' : 'closed', closed);
} catch {
  enter('unsupported');
}
