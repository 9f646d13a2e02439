package org.ssms.it.tool;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** GStreamer as a receiver of SRTP (RFC 3711) packets. */
public final class Gstreamer {
    private Gstreamer() {}

    /**
     * Decrypts the packets of a {@code KID.srtp} file as they stand there and returns their payloads one behind the
     * other.
     *
     * @param keyAndSaltHex 30 bytes in hexadecimal
     */
    public static byte[] decrypt(byte[] srtpFile, String keyAndSaltHex) {
        Tool.require("gst-launch-1.0", "gstreamer1.0-tools");
        ByteBuffer first = ByteBuffer.wrap(srtpFile).position(6);
        int payloadType = first.get(7) & 0x7f;
        long ssrc = Integer.toUnsignedLong(first.getInt(14));
        String caps = "application/x-srtp-stream,media=audio,clock-rate=8000,encoding-name=PCMU,payload=" + payloadType
                + ",ssrc=(uint)" + ssrc + ",srtp-key=(buffer)" + keyAndSaltHex
                + ",srtp-cipher=aes-128-icm,srtp-auth=hmac-sha1-80,srtcp-cipher=aes-128-icm,srtcp-auth=hmac-sha1-80";
        Tool.Result result = Tool.run(
                stream(srtpFile),
                List.of(
                        "gst-launch-1.0",
                        "-q",
                        "fdsrc",
                        "fd=0",
                        "!",
                        caps,
                        "!",
                        "rtpstreamdepay",
                        "!",
                        "srtpdec",
                        "!",
                        "rtppcmudepay",
                        "!",
                        "fdsink",
                        "fd=1"));
        if (result.exitCode() != 0) {
            throw new AssertionError(result.errors());
        }
        return result.output().octets();
    }

    /** Sends u-law as SRTP with AES_CM_128_HMAC_SHA1_80, 20 ms in each packet, in real time, to its end.
     *  @param wave a WAV file in u-law
     *  @param keyAndSaltHex 30 bytes in hexadecimal */
    public static void sendSrtp(Path wave, String keyAndSaltHex, int fromPort, InetSocketAddress to) {
        Tool.require("gst-launch-1.0", "gstreamer1.0-tools");
        Tool.Result result = Tool.run(
                new byte[0],
                Pattern.compile(" ")
                        .splitAsStream(String.join(
                                " ! ",
                                "gst-launch-1.0 -q filesrc location=" + wave,
                                "wavparse",
                                "rtppcmupay min-ptime=20000000 max-ptime=20000000 pt=0",
                                "srtpenc key=" + keyAndSaltHex + " rtp-cipher=aes-128-icm rtp-auth=hmac-sha1-80",
                                "udpsink sync=true bind-address=127.0.0.1 bind-port=" + fromPort + " host="
                                        + to.getAddress().getHostAddress() + " port=" + to.getPort()))
                        .toList());
        if (result.exitCode() != 0) {
            throw new AssertionError(result.errors());
        }
    }

    /** RFC 4571 framing is ours without the time: length, packet. */
    private static byte[] stream(byte[] srtpFile) {
        ByteBuffer in = ByteBuffer.wrap(srtpFile);
        ByteBuffer out = ByteBuffer.allocate(srtpFile.length);
        while (in.hasRemaining()) {
            int length = Short.toUnsignedInt(in.getShort());
            in.getInt();
            out.putShort((short) length).put(in.slice(in.position(), length));
            in.position(in.position() + length);
        }
        byte[] stream = new byte[out.flip().remaining()];
        out.get(stream);
        return stream;
    }
}
