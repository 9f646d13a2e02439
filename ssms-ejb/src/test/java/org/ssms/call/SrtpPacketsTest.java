package org.ssms.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.ssms.media.engine.PacketProtection;
import org.ssms.media.sdp.SrtpKeys;
import org.ssms.media.sdp.SrtpSuite;

class SrtpPacketsTest {
    private static final int RTP_BYTES = 12 + 160;

    private static byte[] master(int fill) {
        byte[] master = new byte[SrtpSuite.MASTER_BYTES];
        Arrays.fill(master, (byte) fill);
        return master;
    }

    private static PacketProtection protection(SrtpSuite suite, int local, int remote) {
        try (SrtpKeys keys = new SrtpKeys(suite, master(local), master(remote))) {
            return SrtpPackets.of(keys);
        }
    }

    private static ByteBuffer rtp() {
        ByteBuffer packet = ByteBuffer.allocate(RTP_BYTES + PacketProtection.MAX_OVERHEAD);
        packet.put((byte) 0x80).put((byte) 0).putShort((short) 7).putInt(160).putInt(0xdecafbad);
        while (packet.position() < RTP_BYTES) {
            packet.put((byte) 0xd5);
        }
        return packet.flip();
    }

    @Test
    void what_one_side_protects_the_other_side_reads_in_every_suite_once() {
        for (SrtpSuite suite : SrtpSuite.values()) {
            PacketProtection ours = protection(suite, 1, 2);
            PacketProtection theirs = protection(suite, 2, 1);
            ByteBuffer packet = rtp();
            assertThat(ours.protectRtp(packet)).isTrue();
            assertThat(packet.remaining()).isGreaterThan(RTP_BYTES);
            byte[] sent = new byte[packet.remaining()];
            packet.duplicate().get(sent);
            ByteBuffer repeated = ByteBuffer.wrap(sent);
            assertThat(theirs.unprotectRtp(packet)).isTrue();
            assertThat(packet).isEqualTo(rtp());
            assertThat(theirs.unprotectRtp(repeated)).isFalse();
        }
    }

    @Test
    void what_else_was_agreed_reaches_the_packets() {
        PacketProtection theirs = protection(SrtpSuite.AES_CM_128_HMAC_SHA1_80, 2, 1);
        PacketProtection ours;
        try (SrtpKeys keys =
                new SrtpKeys(SrtpSuite.AES_CM_128_HMAC_SHA1_80, master(1), master(2), new byte[] {7}, true)) {
            ours = SrtpPackets.of(keys);
        }
        ByteBuffer packet = rtp();
        assertThat(theirs.protectRtp(packet)).isTrue();
        ByteBuffer named = ByteBuffer.allocate(packet.remaining() + 1);
        named.put(packet.slice(0, RTP_BYTES)).put((byte) 7).put(packet.slice(RTP_BYTES, 10));
        assertThat(ours.unprotectRtp(named.flip())).isTrue();
        assertThat(named).isEqualTo(rtp());
        ByteBuffer report = ByteBuffer.allocate(8 + PacketProtection.MAX_OVERHEAD);
        report.put(new byte[] {(byte) 0x80, (byte) 201, 0, 1, 1, 2, 3, 4}).flip();
        assertThat(ours.protectRtcp(report)).isTrue();
        assertThat(report.get(8)).as("E flag and index").isZero();
    }

    @Test
    void a_packet_of_a_stranger_is_not_read() {
        ByteBuffer packet = rtp();
        assertThat(protection(SrtpSuite.AES_CM_128_HMAC_SHA1_80, 3, 3).protectRtp(packet))
                .isTrue();
        assertThat(protection(SrtpSuite.AES_CM_128_HMAC_SHA1_80, 2, 1).unprotectRtp(packet))
                .isFalse();
    }

    @Test
    void nothing_is_protected_any_more_when_it_is_closed() {
        PacketProtection ours = protection(SrtpSuite.AES_CM_128_HMAC_SHA1_80, 1, 2);
        ours.close();
        assertThat(ours.protectRtp(rtp())).isFalse();
    }
}
