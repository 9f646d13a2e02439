// A license that was encrypted to a key of this page (JWE: RFC 7516, ECDH-ES of RFC 7518 §4.6 with A256GCM), so that
// nobody on the way or later reads it. Who has signed it inside is known here by the connection that it came over.

const CURVE = { name: 'ECDH', namedCurve: 'P-256' };
const BITS = 256;

const ascii = (text) => new TextEncoder().encode(text);

function bytes(base64url) {
  const binary = atob(base64url.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (sign) => sign.charCodeAt(0));
}

function joined(...parts) {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function number(value) {
  const four = new Uint8Array(4);
  new DataView(four.buffer).setUint32(0, value);
  return four;
}

/** The key pair for one license; its private half never leaves the browser's cryptography. */
export class PlayerKey {
  #pair;

  static async generate() {
    const key = new PlayerKey();
    key.#pair = await crypto.subtle.generateKey(CURVE, false, ['deriveBits']);
    return key;
  }

  /** The public half as a JSON Web Key. */
  async jwk() {
    const { kty, crv, x, y } = await crypto.subtle.exportKey('jwk', this.#pair.publicKey);
    return { kty, crv, x, y };
  }

  /** What the license says; throws when it was encrypted to another key, or altered. */
  async open(compact) {
    const [head, wrapped, iv, text, tag] = compact.split('.');
    const { alg, enc, epk } = JSON.parse(new TextDecoder().decode(bytes(head)));
    if (alg !== 'ECDH-ES' || enc !== 'A256GCM' || wrapped !== '') throw new TypeError('not encrypted as agreed');
    const key = await this.#agreed(epk, enc);
    const clear = await crypto.subtle.decrypt(
      { name: 'AES-GCM', iv: bytes(iv), additionalData: ascii(head) },
      key,
      joined(bytes(text), bytes(tag)),
    );
    const signed = new TextDecoder().decode(clear);
    return JSON.parse(new TextDecoder().decode(bytes(signed.split('.')[1])));
  }

  /** The key of this one message: Concat KDF (NIST SP 800-56A) without names of the parties. */
  async #agreed(epk, enc) {
    const theirs = await crypto.subtle.importKey('jwk', epk, CURVE, false, []);
    const secret = await crypto.subtle.deriveBits({ name: CURVE.name, public: theirs }, this.#pair.privateKey, BITS);
    const what = [number(enc.length), ascii(enc), number(0), number(0), number(BITS)];
    const hash = await crypto.subtle.digest('SHA-256', joined(number(1), new Uint8Array(secret), ...what));
    return crypto.subtle.importKey('raw', hash, 'AES-GCM', false, ['decrypt']);
  }
}
