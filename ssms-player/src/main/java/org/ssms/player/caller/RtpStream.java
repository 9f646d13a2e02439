package org.ssms.player.caller;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.ssms.media.codec.AudioCodec;
import org.ssms.protect.srtp.SrtpContext;

/**
 * The outgoing audio of one call: a packet every 20 ms on an absolute schedule, silence where nothing is to be said, as
 * a telephone does. All methods run on the caller's thread; {@link #journal} may be read by any.
 */
final class RtpStream {
    static final int FRAME = 160;
    private static final long FRAME_NANOS = 20_000_000;
    private static final int EVENT_FRAMES = 8;
    private static final int EVENT_REPEATS = 3;

    /** Something to be sent: speech, a pause, or a key when {@code event} is not negative. */
    private record Item(ByteBuffer octets, boolean speech, int event, CompletableFuture<Void> done) {}

    private final DatagramChannel socket;
    private final Timers timers;
    private final AudioCodec codec;
    private final Impairment.Fates fates;
    private final int ssrc;
    private final Deque<Item> queue = new ArrayDeque<>();
    private final List<SentPacket> journal = new ArrayList<>();
    private int sequence;
    private int timestamp;
    private int keyFrame;
    private long due;
    private boolean muted;
    private boolean running;
    private boolean over;
    private boolean first = true;
    private InetSocketAddress remote;
    private int eventPayloadType = -1;
    private @Nullable ByteBuffer heldBack;
    private @Nullable SrtpContext srtp;

    /** @param random start values of SSRC, sequence number and timestamp (RFC 3550 §5.1) */
    RtpStream(DatagramChannel socket, Timers timers, CallPlan plan, long random) {
        this.socket = socket;
        this.timers = timers;
        this.codec = plan.codec();
        this.fates = plan.impairment().fates();
        this.ssrc = (int) random;
        this.sequence = (int) (random >>> 32) & 0xffff;
        this.timestamp = (int) (random >>> 16);
        this.remote = new InetSocketAddress(0);
    }

    int ssrc() {
        return ssrc;
    }

    List<SentPacket> journal() {
        synchronized (journal) {
            return List.copyOf(journal);
        }
    }

    /** @param context protects what is sent; null for audio in the clear */
    void start(Answer answer, @Nullable SrtpContext context) {
        srtp = context;
        remote = answer.rtp();
        eventPayloadType = answer.eventPayloadType();
        if (!running && !over) {
            running = true;
            due = Timers.now();
            tick();
        }
    }

    /** Ends the stream for good; what is still queued is called off. */
    void stop() {
        releaseHeldBack();
        over = true;
        queue.forEach(item -> item.done().cancel(false));
        queue.clear();
    }

    /** Sends nothing at all while muted; time goes on. */
    void mute(boolean on) {
        muted = on;
    }

    void speak(byte[] g711, CompletableFuture<Void> done) {
        add(new Item(ByteBuffer.wrap(g711), true, -1, done));
    }

    void pause(Duration length, CompletableFuture<Void> done) {
        int frames = (int) (length.toNanos() / FRAME_NANOS);
        add(new Item(ByteBuffer.wrap(silence(frames * FRAME)), false, -1, done));
    }

    /** A key is called off at once when no telephone-event was agreed upon. */
    void press(int event, CompletableFuture<Void> done) {
        add(new Item(ByteBuffer.allocate(0), false, event, done));
    }

    private void add(Item item) {
        if (over || (item.event() >= 0 && running && eventPayloadType < 0)) {
            item.done().cancel(false);
        } else {
            queue.add(item);
        }
    }

    private void tick() {
        if (over) {
            return;
        }
        Item item = queue.peek();
        if (item == null) {
            sendAudio(silence(FRAME), false);
        } else if (item.event() >= 0) {
            sendKey(item);
        } else {
            sendOctets(item);
        }
        timestamp += FRAME;
        due += FRAME_NANOS;
        timers.at(due, this::tick);
    }

    private byte[] silence(int length) {
        byte[] octets = new byte[length];
        Arrays.fill(octets, codec == AudioCodec.PCMU ? (byte) 0xff : (byte) 0xd5);
        return octets;
    }

    private void sendOctets(Item item) {
        byte[] frame = silence(FRAME);
        item.octets().get(frame, 0, Math.min(FRAME, item.octets().remaining()));
        sendAudio(frame, item.speech());
        if (!item.octets().hasRemaining()) {
            finished(item);
        }
    }

    /** RFC 4733 §2.5.1: one packet each 20 ms with the timestamp of the start, the last one three times. */
    private void sendKey(Item item) {
        int start = timestamp - keyFrame * FRAME;
        boolean last = keyFrame == EVENT_FRAMES - 1;
        for (int i = 0; i < (last ? EVENT_REPEATS : 1); i++) {
            ByteBuffer packet = header(eventPayloadType, keyFrame == 0, start, 4);
            packet.put((byte) item.event()).put((byte) (last ? 0x8a : 0x0a)).putShort((short) ((keyFrame + 1) * FRAME));
            transmit(secured(packet.flip()));
        }
        keyFrame++;
        if (last) {
            finished(item);
        }
    }

    private void finished(Item item) {
        keyFrame = 0;
        queue.remove();
        // what the caller does on completion may stop the stream; it sees the last packet as sent
        item.done().complete(null);
    }

    private void sendAudio(byte[] payload, boolean speech) {
        if (muted) {
            return;
        }
        int number = sequence;
        ByteBuffer packet = secured(header(codec.payloadType(), first, timestamp, payload.length)
                .put(payload)
                .flip());
        first = false;
        Impairment.Fate fate = fates.next();
        note(new SentPacket(
                number,
                timestamp & 0xffff_ffffL,
                ByteBuffer.wrap(payload).asReadOnlyBuffer(),
                speech,
                fate != Impairment.Fate.LOST,
                Timers.now()));
        if (fate == Impairment.Fate.HELD_BACK && heldBack == null) {
            heldBack = packet;
        } else if (fate != Impairment.Fate.LOST) {
            transmit(packet);
            releaseHeldBack();
        }
    }

    /** Sends the packet that waits for its successor. */
    private void releaseHeldBack() {
        ByteBuffer packet = heldBack;
        heldBack = null;
        if (packet != null) {
            transmit(packet);
        }
    }

    private void note(SentPacket packet) {
        synchronized (journal) {
            journal.add(packet);
        }
    }

    private ByteBuffer header(int payloadType, boolean marker, int time, int payloadLength) {
        ByteBuffer packet = ByteBuffer.allocate(12 + payloadLength + SrtpContext.MAX_OVERHEAD);
        packet.put((byte) 0x80).put((byte) (payloadType | (marker ? 0x80 : 0)));
        packet.putShort((short) sequence).putInt(time).putInt(ssrc);
        sequence = sequence + 1 & 0xffff;
        return packet;
    }

    /** In the order of the sequence numbers, whatever the network does to the packets afterwards. */
    private ByteBuffer secured(ByteBuffer packet) {
        if (srtp != null && !srtp.protectRtp(packet)) {
            throw new IllegalStateException("a sequence number was used twice");
        }
        return packet;
    }

    private void transmit(ByteBuffer packet) {
        try {
            socket.send(packet, remote);
        } catch (IOException e) {
            // as with a packet lost on the way: nobody at the port yet or any more
            over |= !socket.isOpen();
        }
    }
}
