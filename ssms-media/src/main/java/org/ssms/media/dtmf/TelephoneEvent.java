package org.ssms.media.dtmf;

import java.nio.ByteBuffer;
import org.ssms.media.rtp.MalformedPacketException;

/**
 * The payload of a telephone-event packet, RFC 4733 §2.3.
 *
 * @param event 0 to 255; 0 to 15 are the digits 0-9 * # A-D
 * @param end set in the last packets of an event
 * @param volume 0 to 63, dBm0 without its minus sign
 * @param duration since the packet's timestamp, 0 to 65535 in clock-rate units
 */
public record TelephoneEvent(int event, boolean end, int volume, int duration) {
    public static final int BYTES = 4;

    private static final String DIGITS = "0123456789*#ABCD";

    /** Reads the payload from position to limit, both left unchanged. */
    public static TelephoneEvent parse(ByteBuffer payload) throws MalformedPacketException {
        if (payload.remaining() < BYTES) {
            throw new MalformedPacketException("telephone-event of " + payload.remaining() + " bytes");
        }
        int position = payload.position();
        int flags = payload.get(position + 1);
        return new TelephoneEvent(
                payload.get(position) & 0xff,
                (flags & 0x80) != 0,
                flags & 0x3f,
                payload.getShort(position + 2) & 0xffff);
    }

    /** The event of a key: one of 0-9 * # A-D. */
    public static TelephoneEvent of(char digit, boolean end, int duration) {
        int event = DIGITS.indexOf(digit);
        if (event < 0) {
            throw new IllegalArgumentException("not a DTMF digit: " + digit);
        }
        return new TelephoneEvent(event, end, 10, duration);
    }

    public void writeTo(ByteBuffer out) {
        out.put((byte) event).put((byte) ((end ? 0x80 : 0) | volume)).putShort((short) duration);
    }

    public boolean isDigit() {
        return event < DIGITS.length();
    }

    /** Only for an event that {@link #isDigit()}. */
    public char digit() {
        return DIGITS.charAt(event);
    }
}
