// The fields of WEB-INF/catalogue.xhtml, one of each right, filled and read. What was not touched stays exactly what it
// was, also where the field shows less of it than there is.
import { Problem } from './server.js';
import { say } from './words.js';

const RESTRICTS_NOTHING = [undefined, true, 'clearkey'];

/** How each kind of right stands in its field, and what is read from it: undefined for no limit. */
const KINDS = {
  NAMES: {
    write: (field, names) => {
      field.value = names?.join(', ') ?? '';
      field.dataset.everybody ??= field.placeholder;
      field.placeholder = names?.length === 0 ? say('nobody') : field.dataset.everybody;
    },
    read: (field) => {
      const names = field.value.split(',').map((name) => name.trim()).filter(Boolean);
      return names.length > 0 ? names : undefined;
    },
  },
  COUNT: {
    write: (field, count) => (field.value = count ?? ''),
    read: (field) => (field.value === '' ? undefined : Number(field.value)),
  },
  MOMENT: {
    write: (field, moment) => {
      field.value = moment ? onTheWall(new Date(moment)) : '';
      if (field.value > field.max) field.max = field.value; // what is there already is never wrong
    },
    read: (field) => (field.value === '' ? undefined : new Date(field.value).toISOString()),
  },
  SPAN: {
    write: (field, span) => {
      const seconds = secondsOf(span ?? 'P0D');
      const unit = [86400, 3600, 60].find((size) => seconds >= size) ?? 86400;
      field.value = span === undefined ? '' : Math.floor(seconds / unit);
      unitOf(field).value = unit;
    },
    read: (field) => (field.value === '' ? undefined : `PT${Number(field.value) * Number(unitOf(field).value)}S`),
    raw: (field) => `${field.value} ${unitOf(field).value}`,
  },
  FLAG: {
    write: (field, allowed) => (field.checked = allowed ?? true),
    read: (field) => field.checked,
    raw: (field) => String(field.checked),
  },
  LEVEL: {
    write: (field, level) => (field.value = level ?? 'clearkey'),
    read: (field) => field.value,
  },
};

/** "2026-12-24T07:00", as the clock on the reader's wall shows it. */
function onTheWall(moment) {
  return new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** Of an ISO 8601 duration as java.time.Duration writes it: PT26H30M0.5S. */
function secondsOf(span) {
  const [, hours = 0, minutes = 0, seconds = 0] = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?$/.exec(span) ?? [];
  return hours * 3600 + minutes * 60 + Number(seconds);
}

function unitOf(field) {
  return field.closest('.span').querySelector('select');
}

/** Refuses an end that is over already: nothing could be played from the beginning. */
export function future(moment) {
  if (new Date(moment) < new Date()) throw new Problem('past', 0, { member: 'notAfter' });
  return moment;
}

/** The fields of one set of rights. */
export class Limits {
  #fields;
  #shown = {};
  #raw = new Map();

  /** @param box around the catalogue */
  constructor(box) {
    this.#fields = [...box.querySelectorAll('[data-right]')].map((part) => ({
      name: part.dataset.right,
      kind: KINDS[part.dataset.kind],
      field: part.querySelector(`[name="${part.dataset.right}"]`),
      fault: part.querySelector('[data-fault]'),
    }));
  }

  show(rights) {
    this.forgive();
    this.#shown = rights;
    for (const { name, kind, field } of this.#fields) {
      kind.write(field, rights[name]);
      this.#raw.set(name, rawOf(kind, field));
    }
  }

  /** What was touched: the new value by right, undefined where there was a limit and is none any more. */
  changes() {
    const changes = {};
    for (const { name, kind, field } of this.#fields) {
      if (rawOf(kind, field) === this.#raw.get(name)) continue;
      const value = kind.read(field);
      if (value !== undefined || this.#shown[name] !== undefined) changes[name] = value;
    }
    if (changes.notAfter) future(changes.notAfter);
    return changes;
  }

  /** All of them as they are now; those that restrict nothing are absent, unless they were there before. */
  rights() {
    const rights = { ...this.#shown };
    for (const [name, value] of Object.entries(this.changes())) {
      if (RESTRICTS_NOTHING.includes(value)) delete rights[name];
      else rights[name] = value;
    }
    return rights;
  }

  /** Says what is wrong where it is wrong. False: there is no such right here. */
  blame(name, sentence) {
    const { field, fault } = this.#fields.find((part) => part.name === name) ?? {};
    if (!field) return false;
    fault.textContent = sentence;
    field.setAttribute('aria-invalid', 'true');
    field.focus();
    return true;
  }

  forgive() {
    for (const { field, fault } of this.#fields) {
      fault.textContent = '';
      field.removeAttribute('aria-invalid');
    }
  }
}

function rawOf(kind, field) {
  return kind.raw ? kind.raw(field) : field.value;
}
