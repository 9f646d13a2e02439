package org.ssms.media.engine;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.ssms.media.sdp.AudioFlow;

/**
 * Sends a {@link PacketStream}, paced by the times of its packets. For a listener on hold time stands still, and he
 * gets the rest later; so it does while packets are late to come. Not thread safe.
 */
final class StreamSender implements PacketSource {
    /** After a longer stall the rest is sent later instead of in a burst. */
    private static final long MAX_CATCH_UP_NANOS = 200_000_000;

    private static final long NANOS_PER_UNIT = 1_000_000_000 / 8000;

    /** Of what lies around the payload: the RTP header and the tag of a stored packet. */
    private static final int AROUND = 12 + 10;

    private final PacketStream stream;
    /** The time of the stream at which we are, and when that was. */
    private long time;

    private long at;
    private boolean begun;
    /** Since when time stands still. */
    private long heldSince;

    private boolean held;
    private long lastUnits;
    private boolean over;

    StreamSender(PacketStream stream) {
        this.stream = stream;
        this.time = stream.from();
    }

    @Override
    public boolean isBusy() {
        return !over;
    }

    @Override
    public int ssrc() {
        return stream.ssrc();
    }

    @Override
    public int timestampAt(long now) {
        long passed = begun ? (held ? heldSince : now) - at : 0;
        return (int) (time + passed / NANOS_PER_UNIT);
    }

    @Override
    public boolean next(AudioFlow flow, boolean onHold, long now, ByteBuffer out) {
        if (over) {
            return false;
        }
        if (onHold || !flow.direction().sends()) {
            hold(now);
            return false;
        }
        goOn(now);
        if (!stream.hasNext()) {
            return false;
        }
        long packetTime = Math.max(stream.time(), time);
        long due = at + (packetTime - time) * NANOS_PER_UNIT;
        if (now - due < 0) {
            return false;
        }
        at = now - due > MAX_CATCH_UP_NANOS ? now : due;
        time = packetTime;
        lastUnits = Math.max(0, stream.take(out) - AROUND);
        return true;
    }

    /** Nothing more is sent, and time stands still. */
    void stop(long now) {
        hold(now);
        over = true;
    }

    private void hold(long now) {
        if (!held) {
            held = true;
            heldSince = now;
        }
    }

    private void goOn(long now) {
        if (!begun) {
            begun = true;
            held = false;
            at = now;
        }
        if (held) {
            held = false;
            at += now - heldSince;
        }
    }

    /** The stream, once, when its last packet has had its time; otherwise null. */
    @Nullable
    PacketStream takeEnded(long now) {
        if (!begun || over || held || !stream.isOver() || now - at < lastUnits * NANOS_PER_UNIT) {
            return null;
        }
        over = true;
        return stream;
    }
}
