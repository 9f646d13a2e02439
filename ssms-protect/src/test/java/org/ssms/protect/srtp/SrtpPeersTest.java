package org.ssms.protect.srtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ssms.protect.Fixtures.hex;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ssms.protect.Fixtures;

/** Live SRTP and SRTCP with foreign implementations: ffmpeg's own, and libsrtp in GStreamer. */
@Tag("peer")
@Timeout(60)
class SrtpPeersTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final byte[] OURS = hex("e1f97a0d3e018be0d64fa32c06de4139 0ec675ad498afeebb6960b3aabe6");
    private static final byte[] PEERS = hex("00112233445566778899aabbccddeeff 0102030405060708090a0b0c0d0e");
    private static final int SSRC = 0x1234abcd;
    private static final int PACKETS = 100;
    private static final int QUIET_MILLIS = 300;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(SrtpSuite.class)
    void what_ffmpeg_sends_is_authentic(SrtpSuite suite) throws Exception {
        try (PortPair ports = PortPair.open();
                SrtpContext context = new SrtpContext(suite, OURS, PEERS)) {
            Process ffmpeg = start(
                    "ffmpeg -v error -nostdin -f lavfi -i sine=frequency=440:sample_rate=8000 -t 2 -c:a pcm_mulaw -f "
                            + "rtp "
                            + "-srtp_out_suite " + suite + " -srtp_out_params "
                            + Base64.getEncoder().encodeToString(PEERS) + " srtp://127.0.0.1:" + ports.port());
            List<ByteBuffer> packets = receive(ports.rtp(), ffmpeg);
            assertThat(packets).hasSizeGreaterThan(10).allMatch(context::unprotectRtp);
            assertThat(packets).extracting(packet -> packet.get(0)).containsOnly((byte) 0x80);
            assertThat(packets.stream()
                            .mapToInt(packet -> packet.remaining() - 12)
                            .sum())
                    .isEqualTo(16_000);
            List<ByteBuffer> reports = receive(ports.rtcp(), ffmpeg);
            assertThat(reports).isNotEmpty();
            // under the short suite ffmpeg shortens the tag of SRTCP, too; RFC 4568 §6.2 leaves that one at 80 bit
            if (suite == SrtpSuite.AES_CM_128_HMAC_SHA1_80) {
                assertThat(reports).allMatch(context::unprotectRtcp);
                assertThat(reports.get(0).get(1)).isEqualTo((byte) 200);
            } else {
                assertThat(reports).noneMatch(context::unprotectRtcp);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(SrtpSuite.class)
    void what_gstreamer_sends_is_authentic(SrtpSuite suite) throws Exception {
        try (PortPair ports = PortPair.open();
                SrtpContext context = new SrtpContext(suite, OURS, PEERS)) {
            Process gstreamer = start("gst-launch-1.0 -q audiotestsrc num-buffers=" + PACKETS
                    + " samplesperbuffer=160 ! audio/x-raw,rate=8000,channels=1 ! mulawenc ! rtppcmupay "
                    + "seqnum-offset=65500"
                    + " ! srtpenc key=" + HexFormat.of().formatHex(PEERS) + " rtp-cipher=aes-128-icm rtp-auth="
                    + auth(suite) + " ! udpsink host=127.0.0.1 port=" + ports.port());
            List<ByteBuffer> packets = receive(ports.rtp(), gstreamer);
            assertThat(packets).hasSize(PACKETS).allMatch(context::unprotectRtp);
            assertThat(packets).extracting(ByteBuffer::remaining).containsOnly(172);
        }
    }

    @ParameterizedTest
    @EnumSource(SrtpSuite.class)
    void gstreamer_reads_what_we_send_across_the_wrap(SrtpSuite suite) throws Exception {
        byte[] sound = Fixtures.mulaw(160 * PACKETS, 3711);
        Path heard = directory.resolve("heard.ulaw");
        Path report = directory.resolve("report.rtcp");
        int port = PortPair.free();
        int rtcpPort = port + 1;
        String keys = "ssrc=(uint)" + Integer.toUnsignedString(SSRC) + ",srtp-key=(buffer)"
                + HexFormat.of().formatHex(OURS) + ",srtp-cipher=(string)aes-128-icm,srtp-auth=(string)" + auth(suite)
                + ",srtcp-cipher=(string)aes-128-icm,srtcp-auth=(string)hmac-sha1-80,roc=(uint)0";
        // one srtpdec each: one for both hangs now and then when the two streams start at the same time
        Process gstreamer = start("gst-launch-1.0 -q srtpdec name=d srtpdec name=e udpsrc address=127.0.0.1 port="
                + port
                + " num-buffers=" + PACKETS
                + " caps=application/x-srtp,media=(string)audio,clock-rate=(int)8000,encoding-name=(string)PCMU,"
                + "payload=(int)0,"
                + keys + " ! d.rtp_sink d.rtp_src ! rtppcmudepay ! filesink location=" + heard
                + " udpsrc address=127.0.0.1 port=" + rtcpPort + " num-buffers=1 caps=application/x-srtcp," + keys
                + " ! e.rtcp_sink e.rtcp_src ! filesink location=" + report);
        awaitListener(port, gstreamer);
        awaitListener(rtcpPort, gstreamer);
        byte[] plainReport = hex("80c90001" + HexFormat.of().toHexDigits(SSRC));
        try (DatagramSocket socket = new DatagramSocket(0, LOOPBACK);
                SrtpContext context = new SrtpContext(suite, OURS, PEERS)) {
            for (int i = 0; i < PACKETS; i++) {
                ByteBuffer packet = ByteBuffer.allocate(172 + SrtpContext.MAX_OVERHEAD);
                packet.putShort((short) 0x8000)
                        .putShort((short) (65_500 + i))
                        .putInt(160 * i)
                        .putInt(SSRC);
                packet.put(sound, 160 * i, 160).flip();
                assertThat(context.protectRtp(packet)).isTrue();
                socket.send(new DatagramPacket(packet.array(), packet.limit(), LOOPBACK, port));
            }
            ByteBuffer packet = ByteBuffer.allocate(100).put(plainReport).flip();
            assertThat(context.protectRtcp(packet)).isTrue();
            socket.send(new DatagramPacket(packet.array(), packet.limit(), LOOPBACK, rtcpPort));
        }
        assertThat(gstreamer.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readAllBytes(heard)).isEqualTo(sound);
        assertThat(Files.readAllBytes(report)).isEqualTo(plainReport);
    }

    @Test
    void a_peer_with_another_key_is_not_authentic() throws Exception {
        try (PortPair ports = PortPair.open();
                SrtpContext context = new SrtpContext(SrtpSuite.AES_CM_128_HMAC_SHA1_80, PEERS, OURS)) {
            Process ffmpeg =
                    start("ffmpeg -v error -nostdin -f lavfi -i sine=sample_rate=8000 -t 1 -c:a pcm_mulaw -f rtp"
                            + " -srtp_out_suite AES_CM_128_HMAC_SHA1_80 -srtp_out_params "
                            + Base64.getEncoder().encodeToString(PEERS) + " srtp://127.0.0.1:" + ports.port());
            assertThat(receive(ports.rtp(), ffmpeg)).isNotEmpty().noneMatch(context::unprotectRtp);
        }
    }

    private static String auth(SrtpSuite suite) {
        return suite == SrtpSuite.AES_CM_128_HMAC_SHA1_32 ? "hmac-sha1-32" : "hmac-sha1-80";
    }

    private static Process start(String command) throws IOException {
        return new ProcessBuilder(command.split(" +", -1))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** Asks the kernel: to try and bind the port would take it away from the one who is about to. */
    private static void awaitListener(int port, Process listener) throws IOException {
        String local = String.format(":%04X", port);
        while (listener.isAlive()) {
            boolean bound = Files.readAllLines(Path.of("/proc/net/udp")).stream()
                    .anyMatch(line -> line.strip().split(" +", -1)[1].endsWith(local));
            if (bound) {
                return;
            }
            LockSupport.parkNanos(10_000_000);
        }
        throw new IOException("the receiver has ended");
    }

    /** What comes until the peer has ended and nothing is left; with room behind each packet. */
    private static List<ByteBuffer> receive(DatagramSocket socket, Process peer)
            throws IOException, InterruptedException {
        assertThat(peer.waitFor(30, TimeUnit.SECONDS)).isTrue();
        List<ByteBuffer> packets = new ArrayList<>();
        socket.setSoTimeout(QUIET_MILLIS);
        try {
            while (true) {
                DatagramPacket datagram = new DatagramPacket(new byte[2048], 2048);
                socket.receive(datagram);
                packets.add(ByteBuffer.wrap(datagram.getData()).limit(datagram.getLength()));
            }
        } catch (SocketTimeoutException quiet) {
            return packets;
        }
    }
}
