// Sound of any kind that the browser can read, as the server wants it: WAV, 8 kHz, one channel, 16 bit.

export const RATE = 8000;
const HEADER = 44;

/** Decodes a recording or a file; rejects what the browser cannot read. @returns {Promise<Float32Array>} at 8 kHz */
export async function decode(blob) {
  const bytes = await blob.arrayBuffer();
  const decoded = await new OfflineAudioContext(1, 1, RATE).decodeAudioData(bytes); // resampled, with all its channels
  const mixer = new OfflineAudioContext(1, decoded.length, RATE);
  const source = mixer.createBufferSource();
  source.buffer = decoded;
  source.connect(mixer.destination);
  source.start();
  return (await mixer.startRendering()).getChannelData(0);
}

/** @param {Float32Array} samples at 8 kHz */
export function wav(samples) {
  const view = new DataView(new ArrayBuffer(HEADER + samples.length * 2));
  const text = (at, name) => [...name].forEach((letter, i) => view.setUint8(at + i, letter.charCodeAt(0)));
  text(0, 'RIFF');
  view.setUint32(4, view.byteLength - 8, true);
  text(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true); // PCM
  view.setUint16(22, 1, true); // one channel
  view.setUint32(24, RATE, true);
  view.setUint32(28, RATE * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  text(36, 'data');
  view.setUint32(40, samples.length * 2, true);
  samples.forEach((sample, i) => {
    view.setInt16(HEADER + i * 2, Math.max(-1, Math.min(1, sample)) * 0x7fff, true);
  });
  return new Blob([view], { type: 'audio/wav' });
}

/**
 * One recording from the microphone, which is let go of with it.
 *
 * lost: a promise, resolved when the microphone is gone, as it was unplugged: nothing more is recorded then.
 */
export class Recording {
  #stream;
  #recorder;
  #context;
  #analyser;
  #parts = [];
  #stopped;
  #begun = performance.now();

  /** Asks for the microphone; rejects when there is none, or when it is refused. */
  static async begin() {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    try {
      return new Recording(stream);
    } catch (failure) {
      stream.getTracks().forEach((track) => track.stop());
      throw failure;
    }
  }

  constructor(stream) {
    this.#stream = stream;
    this.#recorder = new MediaRecorder(stream);
    this.#recorder.addEventListener('dataavailable', ({ data }) => this.#parts.push(data));
    // it also stops by itself, when the microphone is unplugged
    this.#stopped = new Promise((resolve) => this.#recorder.addEventListener('stop', resolve, { once: true }));
    // nobody is told by this event who stops a track himself
    this.lost = new Promise((resolve) => {
      for (const track of stream.getAudioTracks()) track.addEventListener('ended', resolve, { once: true });
    });
    this.#context = new AudioContext();
    this.#analyser = this.#context.createAnalyser();
    this.#context.createMediaStreamSource(stream).connect(this.#analyser);
    this.#recorder.start();
  }

  /** Seconds. */
  get time() {
    return (performance.now() - this.#begun) / 1000;
  }

  /** How loud it is just now, 0 to 1. */
  get level() {
    const samples = new Float32Array(this.#analyser.fftSize);
    this.#analyser.getFloatTimeDomainData(samples);
    return Math.min(1, Math.max(...samples.map(Math.abs)));
  }

  /** @returns {Promise<Blob>} in whatever form this browser records */
  async end() {
    try {
      if (this.#recorder.state !== 'inactive') this.#recorder.stop();
      await this.#stopped;
      return new Blob(this.#parts, { type: this.#recorder.mimeType });
    } finally {
      this.#stream.getTracks().forEach((track) => track.stop());
      await this.#context.close();
    }
  }
}
