package org.ssms.media.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.ssms.media.codec.AudioCodec;
import org.ssms.media.rtp.MalformedPacketException;
import org.ssms.media.rtp.RtpPacket;
import org.ssms.media.rtp.RtpSource;
import org.ssms.media.sdp.AudioFlow;
import org.ssms.media.sdp.Direction;

/** A caller's RTP socket on loopback. */
final class LoopbackCaller implements AutoCloseable {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private final DatagramSocket socket;
    private final RtpSource source;

    LoopbackCaller(int ssrc) throws IOException {
        socket = new DatagramSocket(0, LOOPBACK);
        source = new RtpSource(ssrc, 65530, -320);
    }

    AudioFlow flow(AudioCodec codec, Direction direction) {
        return new AudioFlow(codec, 101, new InetSocketAddress(LOOPBACK, socket.getLocalPort()), direction, 20);
    }

    /** Sends so many frames at once, each filled with the code. */
    void send(MediaCall call, int frames, byte code) {
        for (int i = 0; i < frames; i++) {
            ByteBuffer out = ByteBuffer.allocate(172);
            source.writeHeader(out, 0, i == 0);
            source.advance(160);
            while (out.hasRemaining()) {
                out.put(code);
            }
            sendRaw(call, out.array());
        }
    }

    void sendRaw(MediaCall call, byte[] datagram) {
        try {
            socket.send(new DatagramPacket(datagram, datagram.length, LOOPBACK, call.localPort()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What comes until nothing has come for so long. */
    List<RtpPacket> receive(int quietMillis) throws IOException, MalformedPacketException {
        List<RtpPacket> packets = new ArrayList<>();
        socket.setSoTimeout(quietMillis);
        try {
            while (true) {
                DatagramPacket datagram = new DatagramPacket(new byte[2048], 2048);
                socket.receive(datagram);
                packets.add(RtpPacket.parse(ByteBuffer.wrap(datagram.getData(), 0, datagram.getLength())));
            }
        } catch (SocketTimeoutException quiet) {
            return packets;
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
