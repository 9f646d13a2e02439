// How messages are written for people; MessageRow.java and MailboxPage.java say the same on the server.

const DAY = 24 * 60 * 60 * 1000;
const time = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' });
const weekday = new Intl.DateTimeFormat(undefined, { weekday: 'long' });
const date = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });

/** "14:05" today, "Yesterday, 14:05", "Monday, 14:05", then the date; in the reader's language and time zone. */
export function when(iso, now = new Date()) {
  const then = new Date(iso);
  const days = Math.round((midnight(now) - midnight(then)) / DAY);
  if (days === 0) return time.format(then);
  return `${dayName(then, days)}, ${time.format(then)}`;
}

function dayName(then, days) {
  if (days === 1) {
    const yesterday = new Intl.RelativeTimeFormat(navigator.language, { numeric: 'auto' }).format(-1, 'day');
    return yesterday[0].toLocaleUpperCase() + yesterday.slice(1);
  }
  return days > 1 && days < 7 ? weekday.format(then) : date.format(then);
}

function midnight(day) {
  return new Date(day.getFullYear(), day.getMonth(), day.getDate());
}

/** Date and time in full, as a tooltip. */
export function exactly(iso) {
  return new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'medium' }).format(new Date(iso));
}

/** 65 -> "1:05". */
export function clock(seconds) {
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

/** The length of a message is never 0. */
export function length(seconds) {
  return clock(Math.max(1, Math.round(seconds)));
}

export function lengthWords(seconds) {
  const whole = Math.max(1, Math.round(seconds));
  const rest = count(whole % 60, 'second');
  return whole < 60 ? rest : `${count(Math.floor(whole / 60), 'minute')} ${rest}`;
}

function count(number, unit) {
  return `${number} ${unit}${number === 1 ? '' : 's'}`;
}

const ANONYMOUS = 'sip:anonymous@anonymous.invalid';

export function address(message) {
  if (message.caller === ANONYMOUS) return '';
  return message.caller.replace(/^(?:sips?|tel):/i, '');
}

export function name(message) {
  if (message.caller !== ANONYMOUS && message.callerName.trim()) return message.callerName;
  const user = address(message).replace(/@.*$/, '');
  return user.trim() && user.toLowerCase() !== 'anonymous' ? user : 'Anonymous';
}

const BADGES = {
  A: ['Verified (A)', 'Caller verified: A, full attestation. The caller’s provider signed that the number is the caller’s own.'],
  B: ['Partly verified (B)', 'Caller partly verified: B, partial attestation. The provider knows the caller, but not that the number is the caller’s own.'],
  C: ['Not verified (C)', 'Caller not verified: C, gateway attestation. The provider only knows where the call entered its network.'],
  verified: ['Address verified', 'Address verified: by the caller’s phone password here, or by a carrier that this server trusts. The name is the caller’s word.'],
  claimed: ['Not verified', 'Caller not verified: this is only what the caller says.'],
};

/** Whether the caller is who the message says: level, label and words, empty when he says nothing. */
export function badge(message) {
  const level = badgeLevel(message);
  const [label, words] = BADGES[level] ?? ['', ''];
  return { level, label, words };
}

function badgeLevel(message) {
  if (message.attestation === 'A' || (message.attestation && !message.callerVerified)) return message.attestation;
  if (message.caller === ANONYMOUS) return '';
  return message.callerVerified ? 'verified' : 'claimed';
}

export function summary(total, fresh) {
  if (total === 0) return 'No messages';
  const all = total === 1 ? '1 message' : `${total} messages`;
  return fresh === 0 ? `${all}, all heard` : `${all}, ${fresh} new`;
}
