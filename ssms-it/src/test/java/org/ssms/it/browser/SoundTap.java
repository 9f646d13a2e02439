package org.ssms.it.browser;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;

/** Hears what a page plays: an audio worklet between its {@code <audio>} element and the loudspeaker keeps every sample. The worklet is
 *  served from the page's own origin, so that the content security policy stays as it is. */
public final class SoundTap {
    private static final String PATH = "/assets/sound-tap.js";
    private static final String WORKLET = """
            registerProcessor('sound-tap', class extends AudioWorkletProcessor {
              process([input]) {
                if (input.length) this.port.postMessage(input[0].slice());
                return true;
              }
            });
            """;
    private static final String INSTALL = """
            async ([path, rate]) => {
              const context = new AudioContext({ sampleRate: rate });
              await context.audioWorklet.addModule(path);
              const tap = new AudioWorkletNode(context, 'sound-tap');
              window.tapped = [];
              tap.port.onmessage = (event) => window.tapped.push(event.data);
              const source = context.createMediaElementSource(document.querySelector('audio'));
              source.connect(tap).connect(context.destination);
              document.addEventListener('click', () => context.resume(), { capture: true });
            }
            """;
    private static final String TAKE = """
            () => {
              const all = new Float32Array(window.tapped.reduce((n, part) => n + part.length, 0));
              let at = 0;
              for (const part of window.tapped) { all.set(part, at); at += part.length; }
              window.tapped = [];
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
        page.route(
                "**" + PATH,
                route -> route.fulfill(new Route.FulfillOptions()
                        .setContentType("text/javascript")
                        .setBody(WORKLET)));
        page.evaluate(INSTALL, new Object[] {PATH, RATE});
        return new SoundTap(page);
    }

    /** What was heard since the tap was installed or last asked, 8 kHz. */
    public float[] take() {
        byte[] bytes = Base64.getDecoder().decode((String) page.evaluate(TAKE));
        float[] samples = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(samples);
        return samples;
    }
}
