// A protected file on the reader's own computer: the KID that it names, and its bytes. It stays there.
import { sentence } from './refusals.js';
import { Problem } from './server.js';

const MOST_HEAD = 64 * 1024;
const HEADER = 8;
const KID = 16;

/** The boxes around the KID, and what each has before those inside it (ISO/IEC 14496-12 §8, 23001-7 §8.2). */
const WAY = [
  ['moov', 0], ['trak', 0], ['mdia', 0], ['minf', 0], ['stbl', 0], ['stsd', 8], ['enca', 28], ['sinf', 0], ['schi', 0],
  ['tenc', 8],
];

class SavedFile {
  #file;

  constructor(file, kid) {
    this.#file = file;
    this.kid = kid;
  }

  static async of(file) {
    const kid = kidOf(new DataView(await bytesOf(file.slice(0, MOST_HEAD))));
    if (!kid) throw new Problem('no-message', 0);
    return new SavedFile(file, kid);
  }

  /** As the mailbox gives them: bytes first..last (inclusive), and how long it is in all. */
  async content(first, last) {
    return { bytes: await bytesOf(this.#file.slice(first, last + 1)), total: this.#file.size };
  }
}

/** It may have been removed or changed since it was chosen. */
function bytesOf(part) {
  return part.arrayBuffer().catch(() => Promise.reject(new Problem('unreadable', 0)));
}

/** As a UUID; undefined when the boxes are not those of a protected message. */
function kidOf(view) {
  let inside = { from: 0, to: view.byteLength };
  for (const [type, before] of WAY) {
    const box = find(view, type, inside);
    if (!box) return undefined;
    inside = { from: box.from + before, to: box.to };
  }
  if (inside.from + KID > inside.to) return undefined;
  const bytes = new Uint8Array(view.buffer, inside.from, KID);
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

function find(view, type, { from, to }) {
  for (let at = from; at + HEADER <= to;) {
    const end = at + view.getUint32(at);
    if (end < at + HEADER || end > to) return undefined;
    if (typeOf(view, at) === type) return { from: at + HEADER, to: end };
    at = end;
  }
  return undefined;
}

function typeOf(view, at) {
  return String.fromCharCode(...new Uint8Array(view.buffer, at + 4, 4));
}

/**
 * Calls back with a protected file that was chosen or dropped.
 *
 * @param deed what is done with it; resolves with what is to be said of it
 */
export function whenChosen(deed) {
  const place = document.getElementById('drop');
  const input = document.getElementById('file');
  const problem = document.getElementById('file-problem');
  const done = document.getElementById('file-done');

  const take = async (file) => {
    problem.textContent = '';
    done.textContent = '';
    input.disabled = true;
    try {
      done.textContent = await deed(await SavedFile.of(file));
    } catch (refusal) {
      if (refusal.type !== 'cancelled') problem.textContent = sentence(refusal, 'file');
    } finally {
      input.disabled = false;
    }
  };

  const takeChosen = () => {
    if (input.files.length > 0) take(input.files[0]);
  };

  input.addEventListener('change', takeChosen);
  place.addEventListener('dragover', (event) => {
    event.preventDefault(); // else the browser would open the file itself
    place.dataset.over = 'true';
  });
  place.addEventListener('dragleave', () => delete place.dataset.over);
  place.addEventListener('drop', (event) => {
    event.preventDefault();
    delete place.dataset.over;
    const [file] = event.dataTransfer.files;
    if (file) take(file);
  });
  takeChosen(); // by somebody who was quicker than this script
}
