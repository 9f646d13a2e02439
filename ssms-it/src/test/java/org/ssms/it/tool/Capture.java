package org.ssms.it.tool;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.ssms.it.Await;

/**
 * tcpdump on the loopback interface: what really went over the wire, in its order. The pcap format is read here, 40
 * lines.
 */
public final class Capture implements AutoCloseable {
    private static final int MAGIC = 0xa1b2c3d4;
    private static final int GLOBAL_HEADER = 24;
    private static final int ETHERNET_HEADER = 14;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** The payload of a UDP datagram or TCP segment over IPv4.
     *  @param source port
     *  @param destination port
     *  @param text one character for each octet */
    public record Packet(boolean udp, int source, int destination, String text) {
        @Override
        public String toString() {
            return source + " -> " + destination + " "
                    + text.lines()
                            .findFirst()
                            .map(line -> line.replaceAll("[^ -~]", "."))
                            .orElse("");
        }
    }

    private final Process process;
    private final List<Packet> packets = new CopyOnWriteArrayList<>();

    private Capture(Process process) {
        this.process = process;
    }

    /** Starts to capture; fails the test where tcpdump is missing or may not capture.
     *  @param filter what of the traffic, in tcpdump's words */
    public static Capture start(String filter) {
        Tool.require("tcpdump", "tcpdump");
        try {
            Process process = new ProcessBuilder(
                            "tcpdump", "-i", "lo", "-n", "-s", "65535", "--immediate-mode", "-U", "-w", "-", filter)
                    .redirectError(ProcessBuilder.Redirect.PIPE)
                    .start();
            byte[] errors = process.getErrorStream().readNBytes("tcpdump: listening".length());
            if (!new String(errors, StandardCharsets.US_ASCII).equals("tcpdump: listening")) {
                throw new AssertionError("tcpdump may not capture here (it needs root or CAP_NET_RAW)");
            }
            Capture capture = new Capture(process);
            Thread reader = new Thread(capture::read, "capture");
            reader.setDaemon(true);
            reader.start();
            return capture;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read() {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(process.getInputStream()))) {
            ByteBuffer global = bytes(in, GLOBAL_HEADER);
            if (global.getInt() != MAGIC) {
                throw new IOException("no pcap with microseconds of this machine's byte order");
            }
            while (true) {
                ByteBuffer header = bytes(in, 16);
                ByteBuffer frame = bytes(in, header.getInt(8)).order(ByteOrder.BIG_ENDIAN);
                packet(frame).ifPresent(packets::add);
            }
        } catch (IOException e) {
            // the capture was closed
        }
    }

    private static ByteBuffer bytes(DataInputStream in, int count) throws IOException {
        byte[] bytes = new byte[count];
        in.readFully(bytes);
        return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    }

    private static Optional<Packet> packet(ByteBuffer frame) {
        int ip = ETHERNET_HEADER;
        if (frame.getShort(12) != 0x0800) {
            return Optional.empty();
        }
        int transport = ip + (frame.get(ip) & 0x0f) * 4;
        int protocol = frame.get(ip + 9);
        int end = ip + Short.toUnsignedInt(frame.getShort(ip + 2));
        int start = protocol == UDP ? transport + 8 : transport + ((frame.get(transport + 12) >> 4) & 0x0f) * 4;
        if ((protocol != UDP && protocol != TCP) || start >= end) {
            return Optional.empty();
        }
        byte[] payload = new byte[end - start];
        frame.get(start, payload);
        return Optional.of(new Packet(
                protocol == UDP,
                Short.toUnsignedInt(frame.getShort(transport)),
                Short.toUnsignedInt(frame.getShort(transport + 2)),
                new String(payload, StandardCharsets.ISO_8859_1)));
    }

    /** What was captured so far, without empty segments. */
    public List<Packet> packets() {
        return new ArrayList<>(packets);
    }

    /** Waits for a packet; those before it are there then, too. */
    public void await(String what, Predicate<Packet> packet) {
        Await.untilTrue(what + " in the capture", LIMIT, () -> packets.stream().anyMatch(packet));
    }

    @Override
    public void close() {
        process.destroy();
    }
}
