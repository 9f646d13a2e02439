// The manifest of a message: which parts its file has, in which order, and the SHA-256 of each. The license carries the
// hash of the manifest, so whoever holds a license can tell an altered, cut or spliced file from the recorded one; and the
// manifest carries the rights of the message, so that a license which allows more is found.
import { isWithin } from './order.js';
import { Problem } from './server.js';

export class Manifest {
  /** @param {ArrayBuffer} bytes compact JWS; its signature needs no check where the license vouches for all of it */
  static async of(bytes, messageId) {
    const hash = await sha256(bytes);
    try {
      const payload = new TextDecoder().decode(bytes).split('.')[1];
      const binary = atob(payload.replaceAll('-', '+').replaceAll('_', '/'));
      const json = JSON.parse(new TextDecoder().decode(Uint8Array.from(binary, (c) => c.charCodeAt(0))));
      if (json.messageId !== messageId) throw new Problem('altered', 0);
      return new Manifest(hash, json);
    } catch {
      throw new Problem('altered', 0);
    }
  }

  constructor(hash, { rights = {}, head, fragments }) {
    this.hash = hash;
    this.rights = rights;
    this.head = head;
    this.fragments = fragments;
  }

  /** @param license as the license server gave it; "extended": the sender has allowed more since */
  mustAgreeWith({ manifestSha256, rights, extended = false }) {
    if (this.hash !== manifestSha256 || !(extended || isWithin(rights, this.rights))) throw new Problem('altered', 0);
  }

  /** Hands the bytes on when they are what the manifest says of that part. */
  async check(part, bytes) {
    if (bytes.length !== part.bytes || (await sha256(bytes)) !== part.sha256) throw new Problem('altered', 0);
    return bytes;
  }
}

async function sha256(bytes) {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return btoa(String.fromCharCode(...hash)).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}
