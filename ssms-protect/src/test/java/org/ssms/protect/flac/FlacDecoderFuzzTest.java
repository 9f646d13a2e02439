package org.ssms.protect.flac;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.ssms.protect.Fixtures;

class FlacDecoderFuzzTest {
    @Test
    void any_bytes_with_a_right_checksum_are_decoded_or_rejected() {
        Random random = new Random(20_261_124); // fixed seed: a failure repeats
        byte[] out = new byte[FlacEncoder.MAX_FRAME_BYTES];
        int length = new FlacEncoder().encode(Fixtures.linear(Fixtures.mulaw(200, 4)), 200, 0, out, 0);
        for (int i = 0; i < 50_000; i++) {
            byte[] frame = Arrays.copyOf(out, 10 + random.nextInt(length));
            for (int k = random.nextInt(6); k >= 0; k--) {
                frame[random.nextInt(frame.length)] = (byte) random.nextInt();
            }
            repairChecksums(frame);
            try {
                assertThat(FlacDecoder.decode(frame, 0, frame.length, 0)).hasSizeBetween(1, FlacEncoder.BLOCK_SIZE);
            } catch (MalformedFlacException expected) {
                // the only permitted failure
            }
        }
    }

    /** So that the fuzz gets past them. The header has 8 bytes when the frame number has one. */
    private static void repairChecksums(byte[] frame) {
        frame[7] = (byte) FlacCrc.crc8(frame, 0, 7);
        int crc = FlacCrc.crc16(frame, 0, frame.length - 2);
        frame[frame.length - 2] = (byte) (crc >> 8);
        frame[frame.length - 1] = (byte) crc;
    }
}
