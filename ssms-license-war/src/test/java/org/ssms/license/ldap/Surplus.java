package org.ssms.license.ldap;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import java.util.List;

/** Requests that are right but for an element too much, which the SDK's decoder would leave for the next request. */
final class Surplus {
    private static final String NAME = "0400";
    /** Scope, aliases, limits, and whether types only. */
    private static final String SEARCH = NAME + "0a01000a0100020100020100010100";

    private static final String FILTER = "87016f";
    private static final String NONE = "3000";

    private Surplus() {}

    /** Each operation of LDAP as its fields; in those of several, what is too much goes where {@code +} is. */
    static List<String> operations() {
        return List.of(
                "60 020103" + NAME + "8000+",
                "60 020103" + NAME + "a3:0401 78+",
                "60 020103" + NAME + "a3:0401 780400+",
                "42 +",
                "63 " + SEARCH + FILTER + NONE + "+",
                "63 " + SEARCH + "a3:04000400+;" + NONE,
                "63 " + SEARCH + "a2:87016f+;" + NONE,
                "63 " + SEARCH + "a4:0400 3000+;" + NONE,
                "66 " + NAME + "3000+",
                "66 " + NAME + "30:30:0a010030 0404003100+",
                "68 " + NAME + "3000+",
                "68 " + NAME + "30:30:04003100+",
                "6c " + NAME + NAME + "010100 8000+",
                "6e " + NAME + "30040400 0400+",
                "6e " + NAME + "30:04000400+",
                "77 8000 8100+");
    }

    /** The message of such an operation, with that in it, or without anything too much. */
    static byte[] message(String operation, byte... surplus) {
        int tag = Integer.parseInt(operation.substring(0, 2), 16);
        return element(
                0x30, hex("020109"), element(tag, fields(operation.substring(2).replace(" ", ""), surplus)));
    }

    /** {@code TAG:...;} is an element, closed by the end if by nothing else. */
    private static byte[] fields(String text, byte[] surplus) {
        int inner = text.indexOf(':');
        if (inner < 0) {
            int at = text.indexOf('+');
            return at < 0 ? hex(text) : all(hex(text.substring(0, at)), surplus, hex(text.substring(at + 1)));
        }
        int end = text.indexOf(';') < 0 ? text.length() : text.indexOf(';');
        int tag = Integer.parseInt(text.substring(inner - 2, inner), 16);
        String after = end == text.length() ? "" : text.substring(end + 1);
        return all(
                hex(text.substring(0, inner - 2)),
                element(tag, fields(text.substring(inner + 1, end), surplus)),
                hex(after));
    }

    static byte[] element(int tag, byte[]... parts) {
        byte[] content = all(parts);
        byte[] head = {(byte) tag, (byte) 0x82, (byte) (content.length >> Byte.SIZE), (byte) content.length};
        return all(head, content);
    }

    static byte[] all(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
