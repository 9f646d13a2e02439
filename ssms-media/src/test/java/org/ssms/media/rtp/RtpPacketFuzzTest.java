package org.ssms.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RtpPacketFuzzTest {
    @Test
    void any_bytes_are_a_packet_or_rejected_and_a_packet_is_written_as_it_was_read() throws Exception {
        Random random = new Random(20_261_123); // fixed seed: a failure repeats
        int parsed = 0;
        for (int i = 0; i < 100_000; i++) {
            byte[] datagram = new byte[random.nextInt(64)];
            random.nextBytes(datagram);
            if (datagram.length > 0 && random.nextBoolean()) {
                datagram[0] = (byte) (0x80 | (datagram[0] & 0x3f)); // half of them get past the version
            }
            try {
                RtpPacket packet = RtpPacket.parse(ByteBuffer.wrap(datagram));
                parsed++;
                checkRewritten(packet);
            } catch (MalformedPacketException expected) {
                // the only permitted failure
            }
        }
        assertThat(parsed).isGreaterThan(1000);
    }

    private static void checkRewritten(RtpPacket packet) throws MalformedPacketException {
        ByteBuffer written = ByteBuffer.allocate(64);
        packet.writeTo(written);
        RtpPacket again = RtpPacket.parse(written.flip());
        boolean same = again.payload().equals(packet.payload())
                && again.sequenceNumber() == packet.sequenceNumber()
                && again.timestamp() == packet.timestamp()
                && again.ssrc() == packet.ssrc()
                && again.marker() == packet.marker()
                && again.payloadType() == packet.payloadType();
        assertThat(same).isTrue();
    }
}
