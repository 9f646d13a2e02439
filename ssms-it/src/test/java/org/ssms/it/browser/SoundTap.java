package org.ssms.it.browser;

import com.microsoft.playwright.Page;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;

/**
 * Hears what a page plays: a node between its {@code <audio>} element and the loudspeaker keeps every sample. A script
 * processor, although worklets are newer: the page's content security policy rightly lets no foreign worklet in, and
 * half a second of buffer makes it as good.
 */
public final class SoundTap {
    private static final String INSTALL = """
            (rate) => {
              const context = new AudioContext({ sampleRate: rate });
              const tap = context.createScriptProcessor(4096, 1, 1);
              window.tapped = [];
              tap.onaudioprocess = (event) => window.tapped.push(event.inputBuffer.getChannelData(0).slice());
              context.createMediaElementSource(document.querySelector('audio')).connect(tap);
              tap.connect(context.destination);
              document.addEventListener('click', () => context.resume(), { capture: true });
            }
            """;
    /** What was playing at the end is in the next two buffers at the latest. */
    private static final String FLUSHED = """
            () => {
              window.tappedEnd ??= window.tapped.length + 2;
              return window.tapped.length >= window.tappedEnd;
            }
            """;

    private static final String TAKE = """
            () => {
              const all = new Float32Array(window.tapped.reduce((n, part) => n + part.length, 0));
              let at = 0;
              for (const part of window.tapped) { all.set(part, at); at += part.length; }
              const bytes = new Uint8Array(all.buffer);
              let text = '';
              for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192));
              return btoa(text);
            }
            """;
    /** The rate of the messages: nothing is converted on the way. */
    private static final int RATE = 8000;

    private final Page page;

    private SoundTap(Page page) {
        this.page = page;
    }

    /** Installs the tap in a page that has not played anything yet. */
    public static SoundTap on(Page page) {
        page.evaluate(INSTALL, RATE);
        return new SoundTap(page);
    }

    /** What was heard since the tap was installed, 8 kHz. To be asked once, at the end. */
    public float[] take() {
        page.waitForFunction(FLUSHED);
        byte[] bytes = Base64.getDecoder().decode((String) page.evaluate(TAKE));
        float[] samples = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(samples);
        return samples;
    }
}
