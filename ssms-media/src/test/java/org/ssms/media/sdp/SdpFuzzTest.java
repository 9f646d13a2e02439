package org.ssms.media.sdp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SdpFuzzTest {
    private static final String HEAD =
            Sdp.lines("v=0", "o=- 1 1 IN IP4 192.0.2.1", "s=-", "c=IN IP4 192.0.2.1", "t=0 0");
    private static final String OFFER = HEAD
            + Sdp.lines(
                    "m=audio 4000 RTP/AVP 0 8 101",
                    "a=rtpmap:0 PCMU/8000",
                    "a=rtpmap:101 telephone-event/8000",
                    "a=fmtp:101 0-15",
                    "a=ptime:20",
                    "a=sendrecv",
                    "m=video 4002 RTP/AVP 96",
                    "a=rtpmap:96 H264/90000");
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final Duration ALLOWED = Duration.ofMillis(50);

    /** The limits are those of a server that runs, not of the first steps of a virtual machine. */
    @BeforeAll
    static void warm_up() throws Exception {
        for (int i = 0; i < 50; i++) {
            parse(OFFER + "a=x:" + "y".repeat(64 * 1024) + "\r\n");
        }
    }

    @Test
    void a_changed_description_is_read_or_rejected_and_what_is_read_survives_writing() throws Exception {
        Random random = new Random(3264); // fixed seed: a failure repeats
        AudioNegotiator negotiator = new AudioNegotiator(InetAddress.getByName("192.0.2.9"), 16384, 1);
        int agreed = 0;
        for (int i = 0; i < 100_000; i++) {
            try {
                SessionDescription offer = SessionDescription.parse(mutate(OFFER.getBytes(UTF_8), random));
                boolean survives = SessionDescription.parse(offer.toBytes()).equals(offer);
                if (negotiator.answer(offer, null) instanceof Negotiation.Agreed answer) {
                    agreed++;
                    survives &= answer.local().media().size() == offer.media().size();
                }
                if (!survives) {
                    fail("not written as read: " + Sdp.text(offer));
                }
            } catch (MalformedSdpException expected) {
                // the only permitted failure
            }
        }
        assertThat(agreed).isBetween(10_000, 90_000);
    }

    @Test
    void any_bytes_are_rejected_or_read() {
        Random random = new Random(8866); // fixed seed: a failure repeats
        for (int i = 0; i < 100_000; i++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            try {
                SessionDescription.parse(bytes);
                fail("40 bytes cannot have v= and o= by chance");
            } catch (MalformedSdpException expected) {
                // the only permitted failure
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=x:", "a=drm:", "a=rtpmap:", "s=", "o=- 1 1 IN IP4 ", "c=IN IP4 ", "m=audio 4000 ", "x"})
    void a_line_of_64_kb_costs_little(String start) {
        String line = start + "y".repeat(64 * 1024);
        assertCheap(HEAD + line + "\r\n" + OFFER.substring(HEAD.length()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"m=audio 4000 RTP/AVP 0", "a=x", "a=rtpmap:0 PCMU/8000", "", "m=audio 4000 RTP/AVP" + " 0"})
    void ten_thousand_lines_cost_little(String line) {
        assertCheap(HEAD + (line + "\r\n").repeat(10_000));
    }

    @Test
    void ten_thousand_formats_and_a_description_without_end_cost_little() {
        assertCheap(HEAD + "m=audio 4000 RTP/AVP" + " 0".repeat(10_000) + "\r\n");
        assertCheap(HEAD + "\r".repeat(SdpParser.MAX_BYTES - HEAD.length()));
        assertCheap(HEAD + "a=x\r\n".repeat(1_000_000));
    }

    @Test
    void ten_thousand_media_lines_are_refused() {
        assertThatThrownBy(() -> parse(HEAD + "m=audio 4000 RTP/AVP 0\r\n".repeat(10_000)))
                .isInstanceOf(MalformedSdpException.class)
                .hasMessage("SDP line 70: more than 64 m= lines");
    }

    /** By CPU time, as the machine may be busy with something else. */
    private static void assertCheap(String text) {
        byte[] sdp = text.getBytes(ISO_8859_1);
        long start = THREADS.getCurrentThreadCpuTime();
        try {
            SessionDescription description = SessionDescription.parse(sdp);
            new AudioNegotiator(InetAddress.getLoopbackAddress(), 16384, 1).answer(description, null);
        } catch (MalformedSdpException refused) {
            assertThat(refused.getMessage()).hasSizeLessThan(200);
        }
        assertThat(Duration.ofNanos(THREADS.getCurrentThreadCpuTime() - start)).isLessThan(ALLOWED);
    }

    private static byte[] mutate(byte[] bytes, Random random) {
        for (int changes = random.nextInt(4); changes > 0; changes--) {
            bytes[random.nextInt(bytes.length)] = (byte)
                    (random.nextBoolean() ? " :=/.0189\r\nacmov".charAt(random.nextInt(15)) : random.nextInt(256));
        }
        return bytes;
    }

    private static SessionDescription parse(String text) throws MalformedSdpException {
        return SessionDescription.parse(text.getBytes(ISO_8859_1));
    }
}
