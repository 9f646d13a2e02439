package org.ssms.protect.srtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ssms.protect.Fixtures.hex;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SrtpContextTest {
    private static final byte[] ALICE = hex("e1f97a0d3e018be0d64fa32c06de4139 0ec675ad498afeebb6960b3aabe6");
    private static final byte[] BOB = hex("00112233445566778899aabbccddeeff 0102030405060708090a0b0c0d0e");
    private static final int SSRC = 0xdecafbad;

    private SrtpContext sender = new SrtpContext(SrtpSuite.AES_CM_128_HMAC_SHA1_80, ALICE, BOB);
    private SrtpContext receiver = new SrtpContext(SrtpSuite.AES_CM_128_HMAC_SHA1_80, BOB, ALICE);

    @ParameterizedTest(name = "RFC 2202 case {0}")
    @CsvSource({
        "1, 0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b, 4869205468657265, b617318655057264e28bc0b6fb378c8ef146be00",
        "2, 4a656665, 7768617420646f2079612077616e7420666f72206e6f7468696e673f, "
                + "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79",
    })
    void hmac_sha1(int number, String key, String data, String digest) {
        HmacSha1 hmac = new HmacSha1(hex(key));
        for (int round = 0; round < 2; round++) { // the second one shows that nothing is left of the first
            hmac.update(hex(data), 0, data.length() / 2);
            assertThat(hmac.finish()).isEqualTo(hex(digest));
        }
    }

    /** RFC 3711 appendix B.2, first and last blocks; the salt there stands for a zero SSRC and index. */
    @Test
    void key_stream() {
        byte[] bytes = new byte[0xff02 * 16];
        new AesCounterMode(hex("2b7e151628aed2a6abf7158809cf4f3c"), hex("f0f1f2f3f4f5f6f7f8f9fafbfcfd"))
                .apply(0, 0, bytes, 0, bytes.length);
        assertThat(Arrays.copyOf(bytes, 48))
                .isEqualTo(hex("e03ead0935c95e80e166b16dd92b4eb4 d23513162b02d0f72a43a2fe4a5f97ab"
                        + "41e95b3bb0a2e8dd477901e4fca894c0"));
        assertThat(Arrays.copyOfRange(bytes, 0xfeff * 16, bytes.length))
                .isEqualTo(hex("ec8cdf7398607cb0f2d21675ea9ea1e4 362b7c3c6773516318a077d7fc5073ae"
                        + "6a2cc3787889374fbeb4c81b17ba6c44"));
    }

    /** The reference packets of libsrtp's test driver. */
    @Test
    void packets_of_libsrtp_are_made_and_understood() {
        String plain = "800f1234decafbadcafebabe" + "ab".repeat(16);
        String cipher = "800f1234decafbadcafebabe4e55dc4ce79978d88ca4d215949d2402b78d6acc99ea179b8dbb";
        ByteBuffer packet = buffer(hex(plain));
        assertThat(sender.protectRtp(packet)).isTrue();
        assertThat(bytes(packet)).isEqualTo(hex(cipher));
        assertThat(receiver.unprotectRtp(packet)).isTrue();
        assertThat(bytes(packet)).isEqualTo(hex(plain));

        String plainRtcp = "81c8000bcafebabe" + "ab".repeat(16);
        String cipherRtcp = "81c8000bcafebabe7128035be487b9bdbef89041f977a5a880000001993e08cd54d6c1230798";
        assertThat(sender.protectRtcp(buffer(hex(plainRtcp)))).as("index 0").isTrue();
        ByteBuffer rtcp = buffer(hex(plainRtcp));
        assertThat(sender.protectRtcp(rtcp)).isTrue();
        assertThat(bytes(rtcp)).isEqualTo(hex(cipherRtcp));
        assertThat(receiver.unprotectRtcp(rtcp)).isTrue();
        assertThat(bytes(rtcp)).isEqualTo(hex(plainRtcp));
    }

    @ParameterizedTest
    @EnumSource(SrtpSuite.class)
    void what_one_side_protects_the_other_reads_in_place(SrtpSuite suite) {
        sender = new SrtpContext(suite, ALICE, BOB);
        receiver = new SrtpContext(suite, BOB, ALICE);
        Random random = new Random(3711); // fixed seed: a failure repeats
        for (int i = 0; i < 500; i++) {
            byte[] plain = new byte[12 + random.nextInt(1200)];
            random.nextBytes(plain);
            plain[0] = (byte) 0x80;
            header(plain, i);
            ByteBuffer packet = ByteBuffer.allocate(plain.length + 64).position(7);
            packet.put(plain).flip().position(7);
            ByteBuffer view = packet.clear().slice(7, packet.capacity() - 7).limit(plain.length);
            assertThat(sender.protectRtp(view)).isTrue();
            assertThat(view.remaining()).isEqualTo(plain.length + suite.tagBytes());
            assertThat(receiver.unprotectRtp(view)).isTrue();
            assertThat(bytes(view)).isEqualTo(plain);
        }
    }

    @Test
    void csrc_list_and_extension_stay_readable() {
        byte[] plain = new byte[12 + 8 + 4 + 4 + 20];
        header(plain, 5);
        plain[0] = (byte) 0x92; // extension, two CSRC
        plain[12 + 8 + 3] = 1; // one word
        ByteBuffer packet = buffer(plain);
        assertThat(sender.protectRtp(packet)).isTrue();
        assertThat(Arrays.copyOf(bytes(packet), 28)).isEqualTo(Arrays.copyOf(plain, 28));
        assertThat(Arrays.copyOfRange(bytes(packet), 28, 48)).isNotEqualTo(new byte[20]);
        assertThat(receiver.unprotectRtp(packet)).isTrue();
        assertThat(bytes(packet)).isEqualTo(plain);
    }

    @Test
    void every_changed_bit_is_noticed_and_changes_no_state() {
        byte[] good = bytes(rtp(100));
        byte[] goodRtcp = bytes(rtcp());
        for (int bit = 0; bit < good.length * 8; bit++) {
            assertThat(receiver.unprotectRtp(buffer(flipped(good, bit))))
                    .as("bit %d", bit)
                    .isFalse();
        }
        for (int bit = 0; bit < goodRtcp.length * 8; bit++) {
            assertThat(receiver.unprotectRtcp(buffer(flipped(goodRtcp, bit))))
                    .as("bit %d", bit)
                    .isFalse();
        }
        assertThat(receiver.unprotectRtp(buffer(good))).isTrue();
        assertThat(receiver.unprotectRtcp(buffer(goodRtcp))).isTrue();
    }

    @Test
    void a_packet_of_another_key_is_not_authentic() {
        assertThat(sender.unprotectRtp(rtp(1))).as("our own, come back").isFalse();
        assertThat(sender.unprotectRtcp(rtcp())).as("our own, come back").isFalse();
    }

    @Test
    void a_packet_is_taken_once_and_in_any_order_within_the_window() {
        ByteBuffer[] packets = new ByteBuffer[200];
        for (int i = 0; i < packets.length; i++) {
            packets[i] = rtp(i);
        }
        assertThat(receiver.unprotectRtp(copy(packets[100]))).isTrue();
        assertThat(receiver.unprotectRtp(copy(packets[100]))).isFalse();
        assertThat(receiver.unprotectRtp(copy(packets[37]))).isTrue();
        assertThat(receiver.unprotectRtp(copy(packets[37]))).isFalse();
        assertThat(receiver.unprotectRtp(copy(packets[36])))
                .as("before the window")
                .isFalse();
        assertThat(receiver.unprotectRtp(copy(packets[199]))).isTrue();
        assertThat(receiver.unprotectRtp(copy(packets[101])))
                .as("before the window")
                .isFalse();
        assertThat(receiver.unprotectRtp(copy(packets[150]))).isTrue();
        assertThat(receiver.unprotectRtp(copy(packets[150]))).isFalse();
    }

    @Test
    void the_roll_over_counter_follows_through_losses_and_misorder() {
        for (int i = 0; i < 150_000; i++) {
            ByteBuffer packet = rtp(65_000 + i);
            ByteBuffer late = i % 1000 == 0 ? rtp(65_000 + ++i) : null;
            if (late != null) {
                assertThat(receiver.unprotectRtp(late)).as("packet %d", i).isTrue();
            }
            if (i % 7 != 3) {
                assertThat(receiver.unprotectRtp(packet)).as("packet %d", i).isTrue();
            }
        }
    }

    @Test
    void a_late_packet_from_before_the_wrap_is_read() {
        ByteBuffer before = rtp(65_535);
        assertThat(receiver.unprotectRtp(rtp(65_536)))
                .as("the first one that comes has a counter of 1")
                .isFalse();
        assertThat(receiver.unprotectRtp(before)).isTrue();
        ByteBuffer late = rtp(65_537);
        assertThat(receiver.unprotectRtp(rtp(65_538))).isTrue();
        assertThat(receiver.unprotectRtp(late)).isTrue();
    }

    @Test
    void nothing_is_sent_twice_under_one_index() {
        assertThat(sender.protectRtp(plainRtp(7))).isTrue();
        ByteBuffer again = plainRtp(7);
        assertThat(sender.protectRtp(again)).isFalse();
        assertThat(sender.protectRtp(plainRtp(6))).isFalse();
    }

    @Test
    void sources_have_contexts_of_their_own_and_there_are_few() {
        for (int source = 0; source < SrtpDirection.MAX_STREAMS; source++) {
            ByteBuffer packet = plainRtp(9);
            packet.putInt(8, source);
            assertThat(sender.protectRtp(packet)).isTrue();
            assertThat(receiver.unprotectRtp(packet)).isTrue();
        }
        ByteBuffer another = plainRtp(9);
        assertThat(sender.protectRtp(another)).isFalse();
    }

    @Test
    void rtcp_that_is_only_authenticated_is_refused() {
        ByteBuffer packet = rtcp();
        int trailer = packet.limit() - 14;
        packet.put(trailer, (byte) (packet.get(trailer) & 0x7f));
        assertThat(receiver.unprotectRtcp(packet)).isFalse();
    }

    @Test
    void what_names_our_key_or_none_is_read_once_and_what_names_another_is_not() {
        for (boolean names : new boolean[] {true, false}) {
            receiver = new SrtpContext(SrtpSuite.AES_CM_128_HMAC_SHA1_80, BOB, ALICE, hex("00000001"), false);
            sender = new SrtpContext(SrtpSuite.AES_CM_128_HMAC_SHA1_80, ALICE, BOB);
            ByteBuffer packet = rtp(1);
            assertThat(receiver.unprotectRtp(withMki(packet, "00000002"))).isFalse();
            ByteBuffer read = names ? withMki(packet, "00000001") : copy(packet);
            assertThat(receiver.unprotectRtp(read)).isTrue();
            assertThat(bytes(read)).isEqualTo(bytes(plainRtp(1)));
            ByteBuffer report = rtcp();
            assertThat(receiver.unprotectRtcp(withMki(report, "00000002"))).isFalse();
            ByteBuffer readReport = names ? withMki(report, "00000001") : copy(report);
            assertThat(receiver.unprotectRtcp(readReport)).isTrue();
            assertThat(bytes(readReport)).isEqualTo(hex("81c90007 decafbad" + "00".repeat(24)));
            for (ByteBuffer again : new ByteBuffer[] {copy(packet), withMki(packet, "00000001")}) {
                assertThat(receiver.unprotectRtp(again)).isFalse();
            }
            for (ByteBuffer again : new ByteBuffer[] {copy(report), withMki(report, "00000001")}) {
                assertThat(receiver.unprotectRtcp(again)).isFalse();
            }
        }
    }

    /** Some packets end, before their tag, as if they named the key. */
    @Test
    void not_the_look_of_a_packet_decides_but_its_tag() {
        receiver = new SrtpContext(SrtpSuite.AES_CM_128_HMAC_SHA1_80, BOB, ALICE, hex("01"), false);
        int alike = 0;
        for (int i = 0; i < 2000; i++) {
            ByteBuffer packet = rtp(i);
            alike += packet.get(packet.limit() - 11) == 1 ? 1 : 0;
            assertThat(receiver.unprotectRtp(packet)).isTrue();
            assertThat(bytes(packet)).isEqualTo(bytes(plainRtp(i)));
        }
        assertThat(alike).isPositive();
    }

    private static ByteBuffer withMki(ByteBuffer packet, String mki) {
        byte[] bytes = bytes(packet);
        int tag = bytes.length - 10;
        byte[] name = hex(mki);
        ByteBuffer named = ByteBuffer.allocate(bytes.length + name.length);
        named.put(bytes, 0, tag).put(name).put(bytes, tag, 10).flip();
        return buffer(bytes(named));
    }

    @Test
    void rtcp_in_the_clear_is_authenticated_where_that_is_agreed() {
        sender = new SrtpContext(SrtpSuite.AES_CM_128_HMAC_SHA1_80, ALICE, BOB, new byte[0], true);
        ByteBuffer report = rtcp();
        assertThat(Arrays.copyOf(bytes(report), 32)).isEqualTo(hex("81c90007 decafbad" + "00".repeat(24)));
        assertThat(receiver.unprotectRtcp(copy(report))).isFalse();
        receiver = new SrtpContext(SrtpSuite.AES_CM_128_HMAC_SHA1_80, BOB, ALICE, new byte[0], true);
        assertThat(receiver.unprotectRtcp(buffer(flipped(bytes(report), 100)))).isFalse();
        assertThat(receiver.unprotectRtcp(report)).isTrue();
        assertThat(bytes(report)).isEqualTo(hex("81c90007 decafbad" + "00".repeat(24)));
        SrtpContext encrypting = new SrtpContext(SrtpSuite.AES_CM_128_HMAC_SHA1_80, ALICE, BOB);
        ByteBuffer later = ByteBuffer.allocate(64).put(hex("81c90007 decafbad" + "00".repeat(24)));
        later.flip();
        assertThat(encrypting.protectRtcp(later)).isTrue();
        assertThat(encrypting.protectRtcp(later.clear().limit(32))).isTrue();
        assertThat(receiver.unprotectRtcp(later)).as("encrypted all the same").isTrue();
    }

    @Test
    void any_bytes_are_refused_and_never_an_exception() {
        SrtpContext naming = new SrtpContext(SrtpSuite.AES_CM_128_HMAC_SHA1_80, BOB, ALICE, hex("0001"), true);
        Random random = new Random(4568); // fixed seed: a failure repeats
        for (int i = 0; i < 100_000; i++) {
            byte[] bytes = new byte[random.nextInt(60)];
            random.nextBytes(bytes);
            if (bytes.length > 0 && random.nextBoolean()) {
                bytes[0] = (byte) (0x80 | random.nextInt(0x40));
            }
            assertThat(receiver.unprotectRtp(buffer(bytes))).isFalse();
            assertThat(receiver.unprotectRtcp(buffer(bytes))).isFalse();
            assertThat(naming.unprotectRtp(buffer(bytes))).isFalse();
            assertThat(naming.unprotectRtcp(buffer(bytes))).isFalse();
            assertThat(sender.protectRtp(buffer(bytes)) && bytes.length < 12).isFalse();
        }
    }

    @Test
    void a_closed_context_does_nothing() {
        ByteBuffer packet = rtp(1);
        receiver.close();
        sender.close();
        assertThat(receiver.unprotectRtp(packet)).isFalse();
        assertThat(receiver.unprotectRtcp(packet)).isFalse();
        assertThat(sender.protectRtp(plainRtp(2))).isFalse();
        assertThat(sender.protectRtcp(plainRtp(2))).isFalse();
        assertThat(sender).hasToString("SrtpContext[redacted]");
        assertThatThrownBy(() -> new SrtpContext(SrtpSuite.AES_CM_128_HMAC_SHA1_80, new byte[16], ALICE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_packet_of_a_known_source_costs_no_memory() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        ByteBuffer packet = ByteBuffer.allocate(200);
        long allocated = Long.MAX_VALUE;
        for (int round = 0; round < 5; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 10_000; i++) {
                packet.clear().limit(172);
                packet.put(0, (byte) 0x80)
                        .putShort(2, (short) (round * 10_000 + i))
                        .putInt(8, SSRC);
                if (!sender.protectRtp(packet) || !receiver.unprotectRtp(packet)) {
                    throw new AssertionError("packet " + i);
                }
            }
            allocated = Math.min(allocated, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(allocated / 10_000.0).as("bytes per packet").isLessThan(1);
    }

    private ByteBuffer rtp(int number) {
        ByteBuffer packet = plainRtp(number);
        sender.protectRtp(packet);
        return packet;
    }

    private static ByteBuffer plainRtp(int number) {
        byte[] packet = new byte[172];
        header(packet, number);
        return buffer(packet);
    }

    private ByteBuffer rtcp() {
        ByteBuffer packet = buffer(hex("81c90007 decafbad" + "00".repeat(24)));
        assertThat(sender.protectRtcp(packet)).isTrue();
        return packet;
    }

    private static void header(byte[] packet, int number) {
        packet[0] = (byte) 0x80;
        packet[1] = 0;
        ByteBuffer.wrap(packet)
                .putShort(2, (short) number)
                .putInt(4, number * 160)
                .putInt(8, SSRC);
    }

    private static byte[] flipped(byte[] bytes, int bit) {
        byte[] changed = bytes.clone();
        changed[bit / 8] ^= (byte) (1 << (bit % 8));
        return changed;
    }

    private static ByteBuffer buffer(byte[] bytes) {
        return ByteBuffer.wrap(Arrays.copyOf(bytes, bytes.length + SrtpContext.MAX_OVERHEAD))
                .limit(bytes.length);
    }

    private static ByteBuffer copy(ByteBuffer packet) {
        return buffer(bytes(packet));
    }

    private static byte[] bytes(ByteBuffer packet) {
        byte[] bytes = new byte[packet.remaining()];
        packet.get(packet.position(), bytes);
        return bytes;
    }
}
