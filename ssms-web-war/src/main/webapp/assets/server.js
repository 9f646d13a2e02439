// The two servers behind this page: the mailbox (/api/v1) and the license server (/license/v1).

import { PlayerKey } from './sealed.js';

const ROOT = new URL('../', import.meta.url);
const API = new URL('api/v1/', ROOT);
const LICENSES = new URL('license/v1/', ROOT);
const JSON_TYPE = { 'Content-Type': 'application/json' };
const PATIENCE = 15000;
const UPLOAD_PATIENCE = 60000; // of up to a megabyte
const SHORTEST_TOKEN = 2000;
const MOST_AT_ONCE = 50; // sets of rights that are told in words
const ROOM_FOR_RIGHTS = 32 * 1024;

/**
 * A refusal or failure with the stable type of its problem document, or 'network'; wait: seconds, 0 when it is not said;
 * member: of the request that is wrong or too much, within: of which part of the request; unknown: the license server,
 * or for a guest the mailbox too, does not know (any more) who asks.
 */
export class Problem extends Error {
  constructor(type, status, { wait = 0, member, within, unknown = false } = {}) {
    super(type);
    Object.assign(this, { type, status, wait, member, within, unknown });
  }
}

let bearer; // the token of a guest, or of a message's control code, which only the license server knows

/** With a token no cookie of somebody who is logged in says anything. Who omits credentials is nobody. */
function asWhoever(url, options) {
  if (bearer === undefined || options.credentials === 'omit') return options;
  const headers = { ...options.headers };
  if (bearer.everywhere || url.href.startsWith(LICENSES.href)) headers.Authorization = `Bearer ${bearer.token}`;
  return { ...options, credentials: 'omit', headers };
}

async function ask(url, options = {}) {
  let response;
  try {
    response = await fetch(url, { signal: AbortSignal.timeout(PATIENCE), ...asWhoever(url, options) });
  } catch {
    throw new Problem('network', 0);
  }
  if (response.ok) return response;
  const problem = await response.json().catch(() => ({}));
  throw new Problem(problem.type ?? 'unknown', response.status, {
    wait: Number(response.headers.get('Retry-After')) || 0,
    member: /^member '(\w+)'/.exec(problem.detail ?? '')?.[1],
    within: /, in '(\w+)'/.exec(problem.detail ?? '')?.[1],
    unknown: response.status === 401 && (bearer?.everywhere || url.href.startsWith(LICENSES.href)),
  });
}

export const eventsUrl = new URL('events', API);

export async function messages() {
  return (await ask(new URL('messages', API))).json();
}

export async function message(id) {
  return (await ask(new URL(`messages/${id}`, API))).json();
}

export function markHeard(id) {
  return ask(new URL(`messages/${id}/heard`, API), { method: 'POST', headers: JSON_TYPE, body: '{}' });
}

/** Bytes first..last (inclusive) of the protected file, and how long it is in all. */
export async function content(id, first, last) {
  const response = await ask(new URL(`messages/${id}/content`, API), { headers: { Range: `bytes=${first}-${last}` } });
  const bytes = await response.arrayBuffer();
  const total = Number(/\/(\d+)$/.exec(response.headers.get('Content-Range') ?? '')?.[1] ?? bytes.byteLength);
  return { bytes, total };
}

/** The signed list of the file's parts and their hashes. */
export async function manifest(id) {
  return (await ask(new URL(`messages/${id}/manifest`, API))).arrayBuffer();
}

/** Has a code mailed to the guest of an invitation. */
export function askForCode(invitation) {
  return sendAsNobody(invitationUrl(invitation, 'codes'), {});
}

/**
 * From now on everything is asked for as that guest; until then as before. Gives the id of the message that he was
 * invited to.
 */
export async function openGuestSession(invitation, code) {
  const answer = await sendAsNobody(invitationUrl(invitation, 'sessions'), { code: code.replace(/\s/g, '') });
  const session = await answer.json();
  bearer = { token: session.token, everywhere: true };
  return session;
}

/** What a code proves has nothing to do with who is logged in, or was before. */
function sendAsNobody(url, body) {
  return ask(url, { method: 'POST', headers: JSON_TYPE, body: JSON.stringify(body), credentials: 'omit' });
}

function invitationUrl(invitation, what) {
  return new URL(`invitations/${encodeURIComponent(invitation)}/${what}`, LICENSES);
}

/** Opens a session at the license server; its token stays in a cookie that no script can read. */
export function openLicenseSession(username, password) {
  return ask(new URL('sessions', LICENSES), {
    method: 'POST',
    headers: JSON_TYPE,
    body: JSON.stringify({ username, password }),
  });
}

let keeping = false;

/**
 * Keeps the session while somebody listens, so that nobody is asked for the password in the middle of it: renews it now
 * and at half of each token's time, as long as isListening says so. Its end stays.
 */
export async function keepLicenseSession(isListening) {
  if (keeping) return;
  keeping = true;
  try {
    while (isListening()) {
      const mine = bearer; // a guest has no cookie that the answer could renew
      const response = await ask(new URL('sessions/renewed', LICENSES), { method: 'POST', headers: JSON_TYPE, body: '{}' });
      const { token, expiresAt } = await response.json();
      if (mine) mine.token = token;
      const left = Date.parse(expiresAt) - Date.parse(response.headers.get('Date'));
      if (!(left >= SHORTEST_TOKEN)) return; // it is about to end, or nobody knows when
      await new Promise((resolve) => setTimeout(resolve, left / 2));
    }
  } catch {
    // it is over, or the server away: the next license asks
  } finally {
    keeping = false;
  }
}

export function closeLicenseSession() {
  return ask(new URL('sessions', LICENSES), { method: 'DELETE', headers: JSON_TYPE, keepalive: true });
}

/**
 * Exchanges the request of the browser's ClearKey module for a license, encrypted on its way to a key of this page: its
 * bytes for that module, the rights, the lease of the play, the hash of the message's manifest, and how many
 * milliseconds are left of the rights and of this one play, by the server's clock.
 */
export async function license(id, request) {
  const { kids } = JSON.parse(new TextDecoder().decode(request));
  const playerKey = await PlayerKey.generate();
  const response = await send(new URL(`licenses/${id}`, LICENSES), 'POST', { kids, playerKey: await playerKey.jwk() });
  const opened = playerKey.open(await response.text()).catch(() => Promise.reject(new Problem('decrypt', 0)));
  const { keys, rights, extended, lease, playEndsAt, manifestSha256 } = await opened;
  const k = keys.find((key) => key.use === 'cenc').key;
  const bytes = new TextEncoder().encode(JSON.stringify({ keys: [{ kty: 'oct', kid: kids[0], k }], type: 'temporary' }));
  const now = Date.parse(response.headers.get('Date'));
  const until = (end) => Date.parse(end ?? '9999-12-31') - now;
  return { bytes, rights, extended, lease, manifestSha256, remaining: until(rights.notAfter), playRemaining: until(playEndsAt) };
}

/** Tells the license server what becomes of a play: 'started', 'ended' or 'returned'. Arrives after the page is gone, too. */
export function report(lease, what) {
  return ask(new URL(`leases/${lease}/${what}`, LICENSES), { method: 'POST', headers: JSON_TYPE, body: '{}', keepalive: true });
}

function send(url, method, body) {
  return ask(url, { method, headers: JSON_TYPE, body: JSON.stringify(body) });
}

/** Of which message a protected file is, for who holds a grant of it. */
export async function messageOf(kid) {
  return (await ask(new URL(`messages?kid=${kid}`, LICENSES))).json();
}

/** What the listener may do now with a message. */
export async function rights(id) {
  return (await ask(new URL(`messages/${id}/rights`, LICENSES))).json();
}

/** Restricts it for the listener and everybody below; what is not named stays as it is. */
export async function narrow(id, limits) {
  return (await send(new URL(`messages/${id}/rights`, LICENSES), 'PUT', limits)).json();
}

/** @param attach whether the mail to somebody without an account brings the protected file */
export function share(id, to, limits, { attach = false, playsShared = false }) {
  return send(new URL(`messages/${id}/grants`, LICENSES), 'POST', { to, rights: limits, playsShared, attach });
}

/** Everybody whom it reached through the listener, the older first. */
export async function shared(id) {
  return (await ask(new URL(`messages/${id}/grants`, LICENSES))).json();
}

export function takeBack(grantId) {
  return ask(new URL(`grants/${grantId}`, LICENSES), { method: 'DELETE' });
}

/** The messages that the reader has left, the newest first: what their owners may do, and whether they were heard. */
export async function sent() {
  return (await ask(new URL('sent', LICENSES))).json();
}

/** The same of one message. */
export async function sentMessage(id) {
  return (await ask(new URL(`messages/${id}/sent`, LICENSES))).json();
}

/** From now on the reader is who has left the message of that control code: its id. Until then, who he was. */
export async function openControl(code) {
  const { token, messageId } = await (await sendAsNobody(new URL('control', LICENSES), { code })).json();
  bearer = { token, everywhere: false };
  return messageId;
}

/** Takes a message that the reader has left back, from everybody and for good. */
export function recall(id) {
  return send(new URL(`messages/${id}/recall`, LICENSES), 'POST', {});
}

/** What others have shared with the reader, the newest first. */
export async function received() {
  return (await ask(new URL('shared', LICENSES))).json();
}

/** What the reader decides of rights beforehand: { calling, called }. */
export async function defaults() {
  return (await ask(new URL('defaults', LICENSES))).json();
}

export async function changeDefaults(wanted) {
  return (await send(new URL('defaults', LICENSES), 'PUT', wanted)).json();
}

/** Of the reader's PIN for listening by phone: { set, setAt, wrong }. */
export async function pin() {
  return (await ask(new URL('pin', LICENSES))).json();
}

export function setPin(wanted, password) {
  return send(new URL('pin', LICENSES), 'PUT', { pin: wanted, password });
}

export function removePin(password) {
  return send(new URL('pin', LICENSES), 'DELETE', { password });
}

/**
 * Sets somebody's password.
 *
 * @param proof { password }, the one of now, or { secret }, which an operator has given
 */
export function setPassword(username, proof, newPassword) {
  const url = new URL('password', LICENSES);
  const body = JSON.stringify({ username, ...proof, newPassword });
  return ask(url, { method: 'PUT', headers: JSON_TYPE, body, credentials: 'omit' });
}

/** What callers hear from the reader himself: { locked, greetings: [{ kind, longestSeconds, recorded }] }. */
export async function greetings() {
  return (await ask(new URL('greetings', API))).json();
}

/** The sound of one of them, a WAV file. */
export async function greeting(kind) {
  return (await ask(new URL(`greetings/${kind}`, API))).blob();
}

export function setGreeting(kind, wav, until, user, password, signal) {
  const url = new URL(`greetings/${kind}`, API);
  if (until) url.searchParams.set('until', until.toISOString());
  const headers = { 'Content-Type': 'audio/wav' };
  return askProving(user, password, url, { method: 'PUT', body: wav, headers, signal });
}

export function removeGreeting(kind, user, password, signal) {
  return askProving(user, password, new URL(`greetings/${kind}`, API), { method: 'DELETE', headers: JSON_TYPE, signal });
}

/**
 * For what the session alone is not enough for: the request itself proves the password, and brings no cookie.
 * options.signal: when nobody waits for the answer any more.
 */
async function askProving(user, password, url, options) {
  const pair = String.fromCharCode(...new TextEncoder().encode(`${user}:${password}`));
  const waiting = new AbortController(); // AbortSignal.any needs Firefox 124 or Safari 17.4
  const giveUp = () => waiting.abort();
  const patience = setTimeout(giveUp, UPLOAD_PATIENCE);
  options.signal.addEventListener('abort', giveUp);
  if (options.signal.aborted) giveUp();
  try {
    return await ask(url, {
      ...options,
      headers: { ...options.headers, Authorization: `Basic ${btoa(pair)}` },
      credentials: 'omit',
      signal: waiting.signal,
    });
  } finally {
    clearTimeout(patience);
    options.signal.removeEventListener('abort', giveUp);
  }
}

/** Rights as { line, off } in words, in the language of the page and the reader's time zone. */
export async function inWords(list) {
  const told = [];
  for (const slice of slices(list)) told.push(...(await wordsOf(slice)));
  return told;
}

/** The server takes no body above 64 KB; that of one set of rights has less than half of it. */
function slices(list) {
  const all = [];
  let room = 0;
  for (const rights of list) {
    const bytes = new TextEncoder().encode(JSON.stringify(rights)).length;
    if (bytes > room || all.at(-1)?.length === MOST_AT_ONCE) {
      all.push([]);
      room = ROOM_FOR_RIGHTS;
    }
    all.at(-1).push(rights);
    room -= bytes + 1;
  }
  return all;
}

async function wordsOf(list) {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const response = await ask(new URL('rights/words', API), {
    method: 'POST',
    headers: { ...JSON_TYPE, 'Accept-Language': document.documentElement.lang },
    body: JSON.stringify({ zone, rights: list }),
  });
  return (await response.json()).words;
}
