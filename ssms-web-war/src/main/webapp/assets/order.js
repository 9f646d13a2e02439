// Which rights allow no more than which: the order of the catalogue org.ssms.protect.license.Right.

const LEVELS = ['clearkey', 'software', 'hardware'];

const fewer = (a, b) => a <= b;
const earlier = (a, b) => Date.parse(a) <= Date.parse(b);
const forbidden = (a, b) => !a || b;

const WITHIN = {
  users: (a, b) => a.every((user) => b.includes(user)),
  plays: fewer,
  notBefore: (a, b) => earlier(b, a),
  notAfter: earlier,
  playFor: (a, b) => seconds(a) <= seconds(b),
  forward: fewer,
  save: forbidden,
  modify: forbidden,
  reply: forbidden,
  transcript: forbidden,
  phonePlayback: forbidden,
  minDrm: (a, b) => LEVELS.indexOf(a) >= LEVELS.indexOf(b),
};

/** Of an ISO 8601 duration as java.time.Duration writes it: PT26H30M0.5S. */
function seconds(text) {
  const [, hours = 0, minutes = 0, rest = 0] = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?$/.exec(text) ?? [];
  return hours * 3600 + minutes * 60 + Number(rest);
}

/** Whether no right allows more than the others' one. An absent right restricts nothing; an unknown one allows too much. */
export function isWithin(rights, most) {
  return Object.keys(most).every((name) => rights[name] !== undefined && WITHIN[name]?.(rights[name], most[name]));
}
