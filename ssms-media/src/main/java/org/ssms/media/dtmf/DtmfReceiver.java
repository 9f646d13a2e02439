package org.ssms.media.dtmf;

/**
 * Turns the telephone-event packets of one source into key presses, RFC 4733 §2.5.2. A key is reported when its first
 * packet comes, whichever of the event's packets that is: lost, repeated or missing end packets make no difference. Nor
 * do clocks that are wrong: where that of a sender stands still or steps back meanwhile, another key, or an event that
 * goes on behind its end, is the next key; and while a key is held, its timestamp may move. Not thread safe.
 */
public final class DtmfReceiver {
    /** No key press is new with this packet. */
    public static final char NONE = 0;

    /**
     * An event that starts so much before the last one does not come late, its sender's clock has been reset; nor does
     * one that starts so much after it.
     */
    private static final int RESET = 10 * 8000;

    /** Sequence numbers further back mean a restarted sender, RFC 3550 A.1. */
    private static final int MAX_MISORDER = 100;

    /** Between two presses of a key there are 40 ms at least. */
    private static final int SHORTER_THAN_PAUSE = 30 * 8;

    /** A packet may be missing, when the duration shows that the key is the same. */
    private static final int PACKET_TOLERANCE = 100 * 8;

    /** Durations beyond 65535 go on in a packet with a new timestamp (RFC 4733 §2.5.1.3); others may be lost there. */
    private static final int LONG = 4 * 8000;

    private static final int LONG_TOLERANCE = 250 * 8;

    private boolean any;
    private int start;
    /** Since the start. */
    private int duration;

    /** Of the last packet. */
    private int timestamp;

    private int reported;
    private int sequence;
    private int event;
    private boolean ended;

    /** The digit that starts with this packet, or {@link #NONE}. */
    public char accept(long packetTimestamp, int sequenceNumber, TelephoneEvent packet) {
        if (!packet.isDigit()) {
            return NONE;
        }
        int since = (int) packetTimestamp - start;
        int ahead = (short) (sequenceNumber - sequence);
        boolean late = ahead < 0 && ahead > -MAX_MISORDER && since < RESET; // else they have gone round
        if (any && (late || !isNext(since, packet))) {
            if (packet.event() == event && since >= 0) { // else a late one of the key before
                duration = Math.max(duration, since + packet.duration());
                ended |= packet.end() && !late;
            }
            if (!late) {
                sequence = sequenceNumber;
                timestamp = (int) packetTimestamp;
                reported = packet.duration();
            }
            return NONE;
        }
        any = true;
        start = (int) packetTimestamp;
        timestamp = start;
        sequence = sequenceNumber;
        event = packet.event();
        ended = packet.end();
        duration = packet.duration();
        reported = duration;
        return packet.digit();
    }

    private boolean isNext(int since, TelephoneEvent packet) {
        boolean another = packet.event() != event || (ended && !packet.end());
        if (since < 0) { // the clock has stepped back; an end may have been repeated late
            return since <= -RESET || (another && !packet.end());
        }
        return another || since > duration + tolerance(packet);
    }

    private int tolerance(TelephoneEvent packet) {
        if (duration > LONG) {
            return LONG_TOLERANCE;
        }
        return packet.duration() > reported ? PACKET_TOLERANCE : SHORTER_THAN_PAUSE;
    }

    /** True for a timestamp within the last key press as far as it is known: audio from there is the key's own tone. */
    public boolean covers(long audioTimestamp) {
        int since = (int) audioTimestamp - start;
        return any && since >= 0 && since < duration;
    }

    /** The timestamp of the last packet of the last key press. */
    public long timestamp() {
        return timestamp & 0xffff_ffffL;
    }

    /** Another source follows, with another clock. */
    public void reset() {
        any = false;
    }
}
