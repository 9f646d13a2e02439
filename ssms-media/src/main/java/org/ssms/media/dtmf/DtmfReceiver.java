package org.ssms.media.dtmf;

/**
 * Turns the telephone-event packets of one source into key presses, RFC 4733 §2.5.2. A key is reported when its first
 * packet comes, whichever of the event's packets that is: lost, repeated or missing end packets make no difference. Where
 * the clock of a sender stands still meanwhile, another key, or an event that goes on behind its end, is the next key.
 * Not thread safe.
 */
public final class DtmfReceiver {
    /** No key press is new with this packet. */
    public static final char NONE = 0;

    /** Events longer than this go on in a packet with a new timestamp, RFC 4733 §2.5.1.3. */
    private static final int MAX_DURATION = 0xffff;

    /** An event that starts so much before the last one does not come late, its sender's clock has been reset. */
    private static final int RESET = 10 * 8000;

    private static final int PACKET_TOLERANCE = 60 * 8;

    private boolean any;
    private int timestamp;
    private int sequence;
    private int event;
    private boolean ended;
    private int duration;

    /** The digit that starts with this packet, or {@link #NONE}. */
    public char accept(long packetTimestamp, int sequenceNumber, TelephoneEvent packet) {
        if (!packet.isDigit()) {
            return NONE;
        }
        int since = (int) packetTimestamp - timestamp;
        boolean later = (short) (sequenceNumber - sequence) > 0;
        boolean another = later && (packet.event() != event || (ended && !packet.end()));
        if (any && since == 0 && !another) {
            if (packet.event() == event) { // else a late one of the key before
                duration = Math.max(duration, packet.duration());
                ended |= packet.end();
            }
            sequence = later ? sequenceNumber : sequence;
            return NONE;
        }
        if (any && since < 0 && since > -RESET) {
            return NONE;
        }
        boolean goesOn = any && goesOn(since, packet);
        any = true;
        timestamp = (int) packetTimestamp;
        sequence = sequenceNumber;
        event = packet.event();
        ended = packet.end();
        duration = packet.duration();
        return goesOn ? NONE : packet.digit();
    }

    private boolean goesOn(int since, TelephoneEvent packet) {
        return packet.event() == event
                && !ended
                && duration >= MAX_DURATION - 2 * PACKET_TOLERANCE
                && Math.abs(since - MAX_DURATION) <= PACKET_TOLERANCE;
    }

    /** True for a timestamp within the last key press as far as it is known: audio from there is the key's own tone. */
    public boolean covers(long audioTimestamp) {
        int since = (int) audioTimestamp - timestamp;
        return any && since >= 0 && since < duration;
    }

    /** The timestamp of the last key press, as it is known now. */
    public long timestamp() {
        return timestamp & 0xffff_ffffL;
    }

    /** Another source follows, with another clock. */
    public void reset() {
        any = false;
    }
}
