// How messages are written for people; MessageRow.java and MailboxPage.java say the same on the server.
import { count, say } from './words.js';

const DAY = 24 * 60 * 60 * 1000;
const language = document.documentElement.lang;
/** The reader's own kind of the page's language, so that dates stand among words of the same. */
const LOCALE = navigator.languages.find((wanted) => wanted.split('-')[0] === language) ?? language;
const time = new Intl.DateTimeFormat(LOCALE, { timeStyle: 'short' });
const weekday = new Intl.DateTimeFormat(LOCALE, { weekday: 'long' });
const date = new Intl.DateTimeFormat(LOCALE, { dateStyle: 'medium' });

/**
 * "14:05" today, "Yesterday, 14:05", "Monday, 14:05", then the date; in the page's language and the reader's time zone.
 */
export function when(iso, now = new Date()) {
  const then = new Date(iso);
  const days = Math.round((midnight(now) - midnight(then)) / DAY);
  if (days === 0) return time.format(then);
  return `${dayName(then, days)}, ${time.format(then)}`;
}

function dayName(then, days) {
  if (days === 1) {
    const yesterday = new Intl.RelativeTimeFormat(LOCALE, { numeric: 'auto' }).format(-1, 'day');
    return yesterday[0].toLocaleUpperCase(LOCALE) + yesterday.slice(1);
  }
  return days > 1 && days < 7 ? weekday.format(then) : date.format(then);
}

function midnight(day) {
  return new Date(day.getFullYear(), day.getMonth(), day.getDate());
}

/** Date and time in full, as a tooltip. */
export function exactly(iso) {
  return new Intl.DateTimeFormat(LOCALE, { dateStyle: 'full', timeStyle: 'medium' }).format(new Date(iso));
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
  const rest = count('second', whole % 60);
  return whole < 60 ? rest : `${count('minute', Math.floor(whole / 60))} ${rest}`;
}

const ANONYMOUS = 'sip:anonymous@anonymous.invalid';

export function address(message) {
  if (message.caller === ANONYMOUS) return '';
  return message.caller.replace(/^(?:sips?|tel):/i, '');
}

export function name(message) {
  if (message.caller !== ANONYMOUS && message.callerName.trim()) return message.callerName;
  const user = address(message).replace(/@.*$/, '');
  return user.trim() && user.toLowerCase() !== 'anonymous' ? user : say('anonymous');
}

/** Whether the caller is who the message says: level, label and words, empty when he says nothing. */
export function badge(message) {
  const level = badgeLevel(message);
  return level === '' ? { level, label: '', words: '' } : { level, label: say(`badge.label.${level}`), words: say(`badge.${level}`) };
}

function badgeLevel(message) {
  if (message.attestation === 'A' || (message.attestation && !message.callerVerified)) return message.attestation;
  if (message.caller === ANONYMOUS) return '';
  return message.callerVerified ? 'verified' : 'claimed';
}

export function summary(total, fresh) {
  if (total === 0) return say('messages.none');
  const all = count('messages', total);
  return fresh === 0 ? say('messages.allHeard', all) : say('messages.fresh', all, fresh);
}
