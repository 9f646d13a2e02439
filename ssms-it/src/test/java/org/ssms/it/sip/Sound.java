package org.ssms.it.sip;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.ssms.player.caller.SentPacket;

/**
 * One end of an audio stream (RFC 3550): PCMU every 20 ms, silence when nothing is to be said, keys as RFC 4733 events;
 * keeps what it hears.
 */
public final class Sound implements AutoCloseable {
    private static final int FRAME = 160;
    private static final int EVENT_PACKETS = 8;
    private static final byte[] SILENT = silence();
    private static final ScheduledExecutorService CLOCK = Executors.newScheduledThreadPool(2, task -> {
        Thread thread = new Thread(task, "sound");
        thread.setDaemon(true);
        return thread;
    });

    private final DatagramSocket socket;
    private final Deque<byte[]> words = new ArrayDeque<>();
    private final Deque<CompletableFuture<Void>> spoken = new ArrayDeque<>();
    private final List<SentPacket> journal = new ArrayList<>();
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
    private final int port;
    private final int ssrc;
    private int sequence = 100;
    private long timestamp = 4000;
    private int keyPackets;
    private int keyPacketsLost;
    private int key;
    private @Nullable InetSocketAddress remote;
    private @Nullable ScheduledFuture<?> ticks;
    private int eventType;

    public Sound(InetAddress local) {
        try {
            socket = open(local);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        port = socket.getLocalPort();
        ssrc = port << 8;
        Thread ear = new Thread(this::listen, "ear");
        ear.setDaemon(true);
        ear.start();
    }

    private static DatagramSocket open(InetAddress local) throws IOException {
        while (true) {
            DatagramSocket candidate = new DatagramSocket(0, local);
            if (candidate.getLocalPort() % 2 == 0) {
                return candidate;
            }
            candidate.close();
        }
    }

    public int port() {
        return port;
    }

    /** Starts to send.
     *  @param eventPayloadType of the other side's telephone-event, 0 for none */
    public synchronized void start(InetSocketAddress other, int eventPayloadType) {
        eventType = eventPayloadType;
        boolean first = remote == null;
        remote = other;
        if (first) {
            ticks = CLOCK.scheduleAtFixedRate(this::tick, 0, 20, TimeUnit.MILLISECONDS);
        }
    }

    /** Says it behind what was to be said before; completes with its last packet. */
    public synchronized CompletableFuture<Void> speak(byte[] ulaw) {
        for (int at = 0; at < ulaw.length; at += FRAME) {
            words.add(Arrays.copyOfRange(ulaw, at, at + FRAME));
        }
        CompletableFuture<Void> done = new CompletableFuture<>();
        spoken.add(done);
        return done;
    }

    /** Says nothing for so long before what is said next. */
    public synchronized void pause(Duration length) {
        for (long frames = length.toMillis() / 20; frames > 0; frames--) {
            words.add(SILENT);
        }
    }

    /** Presses a digit for 160 ms, now. */
    public synchronized void press(int digit) {
        press(digit, 0);
    }

    /**
     * As {@link #press(int)}, and the last {@code lost} of its eight packets get lost; three of them have the end bit.
     */
    public synchronized void press(int digit, int lost) {
        key = digit;
        keyPackets = EVENT_PACKETS;
        keyPacketsLost = lost;
    }

    private synchronized void tick() {
        byte[] word = words.poll();
        if (keyPackets > 0) {
            sendKey();
            keyPackets--;
        } else {
            byte[] payload = word == null ? SILENT : word;
            send(0, false, ByteBuffer.wrap(payload), timestamp);
            journal.add(new SentPacket(
                    sequence & 0xffff,
                    timestamp,
                    ByteBuffer.wrap(payload),
                    payload != SILENT,
                    true,
                    System.nanoTime()));
        }
        timestamp += FRAME;
        if (words.isEmpty() && !spoken.isEmpty()) {
            spoken.remove().completeAsync(() -> null);
        }
    }

    private static byte[] silence() {
        byte[] frame = new byte[FRAME];
        Arrays.fill(frame, (byte) 0xff);
        return frame;
    }

    /** RFC 4733 §2.3: all packets of an event carry the timestamp of its beginning; the last three have the end bit. */
    private void sendKey() {
        int number = EVENT_PACKETS - keyPackets;
        long start = timestamp - (long) number * FRAME;
        ByteBuffer event = ByteBuffer.allocate(4).put((byte) key);
        event.put((byte) (keyPackets <= 3 ? 0x8a : 0x0a))
                .putShort((short) ((number + 1) * FRAME))
                .flip();
        if (keyPackets > keyPacketsLost) {
            send(eventType, number == 0, event, start);
        } else {
            sequence++;
        }
    }

    private void send(int payloadType, boolean marker, ByteBuffer payload, long time) {
        sequence++;
        ByteBuffer packet = ByteBuffer.allocate(12 + payload.remaining()).put((byte) 0x80);
        packet.put((byte) (payloadType | (marker ? 0x80 : 0))).putShort((short) sequence);
        packet.putInt((int) time).putInt(ssrc).put(payload.duplicate());
        try {
            socket.send(new DatagramPacket(packet.array(), packet.capacity(), remote));
        } catch (IOException e) {
            // as if lost
        }
    }

    private void listen() {
        byte[] buffer = new byte[2048];
        while (!socket.isClosed()) {
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            try {
                socket.receive(packet);
            } catch (IOException e) {
                continue;
            }
            if (packet.getLength() > 12 && (buffer[1] & 0x7f) == 0) {
                synchronized (this) {
                    heard.write(buffer, 12, packet.getLength() - 12);
                }
            }
        }
    }

    /** The audio packets so far. */
    public synchronized List<SentPacket> sent() {
        return List.copyOf(journal);
    }

    /** The PCMU octets received so far. */
    public synchronized byte[] heard() {
        return heard.toByteArray();
    }

    @Override
    public synchronized void close() {
        if (ticks != null) {
            ticks.cancel(false);
        }
        socket.close();
    }
}
