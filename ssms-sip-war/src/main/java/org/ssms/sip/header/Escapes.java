package org.ssms.sip.header;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** The %HH escapes of URIs (RFC 3261 §19.1.2): UTF-8, one round. */
public final class Escapes {
    private static final String UNRESERVED = "-_.!~*'()";
    private static final String PARAMETER_MARKS = "[]/:&+$";

    private Escapes() {}

    /** Strict: overlong UTF-8, lone surrogates and broken escapes are malformed. */
    public static String decode(String escaped) throws MalformedHeaderException {
        byte[] in = escaped.getBytes(StandardCharsets.UTF_8);
        ByteBuffer out = ByteBuffer.allocate(in.length);
        for (int i = 0; i < in.length; i++) {
            if (in[i] != '%') {
                out.put(in[i]);
                continue;
            }
            HeaderText.require(i + 2 < in.length, "an escape is cut off");
            int high = Character.digit(in[i + 1], 16);
            int low = Character.digit(in[i + 2], 16);
            HeaderText.require(high >= 0 && low >= 0, "an escape is not hexadecimal");
            out.put((byte) (high << 4 | low));
            i += 2;
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(out.flip()).toString();
        } catch (CharacterCodingException e) {
            throw new MalformedHeaderException("not UTF-8");
        }
    }

    /** For the user part, RFC 3261 §25.1 user-unreserved. */
    public static String user(String text) {
        return encode(text, UNRESERVED + "&=+$,;?/");
    }

    /** For the value of a URI parameter; colons are escaped, too, as RFC 4458 writes its targets. */
    public static String parameter(String text) {
        return encode(text, UNRESERVED + PARAMETER_MARKS.replace(":", ""));
    }

    /** For the value of an embedded header field. */
    static String header(String text) {
        return encode(text, UNRESERVED);
    }

    private static String encode(String text, String allowed) {
        StringBuilder out = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if ((c < 0x80 && Character.isLetterOrDigit(c)) || allowed.indexOf(c) >= 0) {
                out.append(c);
            } else {
                out.append('%')
                        .append(Character.toUpperCase(Character.forDigit(c >> 4, 16)))
                        .append(Character.toUpperCase(Character.forDigit(c & 15, 16)));
            }
        }
        return out.toString();
    }
}
