package org.ssms.sip.header;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The key in the body of an INFO, as phones send it that are set to. No RFC says how: with
 * {@code application/dtmf-relay} it is behind {@code Signal=}, beside a duration that does not matter here, with
 * {@code application/dtmf} it is all of the body. Some number the keys as telephone-events (RFC 4733 §3.2). A key may
 * be part of a PIN, so no message repeats it.
 */
public final class DtmfInfo {
    /** A signal that is no key: the hook was flashed. */
    public static final char NONE = 0;

    static final int MAX_BYTES = 256;

    private static final String RELAY = "application/dtmf-relay";
    private static final String BARE = "application/dtmf";

    /** For an Accept header. */
    public static final String TYPES = RELAY + ", " + BARE;

    private static final String KEYS = "0123456789*#ABCD";
    private static final int FLASH = 16;

    private DtmfInfo() {}

    /**
     * Whether a body is one for {@link #key}.
     *
     * @param contentType null: not said
     * @param encoding of Content-Encoding; null: none
     */
    public static boolean isDtmf(@Nullable String contentType, @Nullable String encoding) {
        if (contentType == null || (encoding != null && !encoding.equalsIgnoreCase("identity"))) {
            return false;
        }
        int semicolon = contentType.indexOf(';');
        String type = semicolon < 0 ? contentType : contentType.substring(0, semicolon);
        return type.strip().equalsIgnoreCase(RELAY) || type.strip().equalsIgnoreCase(BARE);
    }

    /** The key that was pressed, one of 0-9 * # A-D, or {@link #NONE}. */
    public static char key(byte[] body) throws MalformedHeaderException {
        HeaderText.require(body.length <= MAX_BYTES, "too long for a key");
        String text = new String(body, StandardCharsets.ISO_8859_1);
        if (text.indexOf('=') < 0) {
            return keyOf(text.strip());
        }
        String signal = null;
        for (String line : text.split("[\r\n]+", -1)) {
            int equals = line.indexOf('=');
            if (equals >= 0 && line.substring(0, equals).strip().equalsIgnoreCase("Signal")) {
                HeaderText.require(signal == null, "more than one signal");
                signal = line.substring(equals + 1).strip();
            }
        }
        if (signal == null) {
            throw new MalformedHeaderException("no signal");
        }
        return keyOf(signal);
    }

    private static char keyOf(String signal) throws MalformedHeaderException {
        if (signal.equals("!") || signal.equalsIgnoreCase("flash")) {
            return NONE;
        }
        int event = KEYS.indexOf(signal.toUpperCase(Locale.ROOT));
        if (signal.length() == 2) {
            event = (int) HeaderText.number(signal);
            HeaderText.require(event >= 10, "a signal that is no key");
        } else {
            HeaderText.require(signal.length() == 1 && event >= 0, "a signal that is no key");
        }
        HeaderText.require(event <= FLASH, "a signal that is no key");
        return event == FLASH ? NONE : KEYS.charAt(event);
    }
}
