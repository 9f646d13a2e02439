package org.ssms.sip.container.stack;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The answer to the HTTP request that opens a WebSocket (RFC 6455 §4.2, RFC 7118 §4.1).
 *
 * @param accepted false when the connection is to be closed after {@code text}
 * @param text an HTTP response head
 */
record WebSocketHandshake(boolean accepted, String text) {
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final String VERSION = "13";
    private static final String SUBPROTOCOL = "sip";
    private static final int KEY_BYTES = 16;

    /** @param head request line and headers, with the empty line */
    static WebSocketHandshake answer(String head) {
        List<String> lines = head.lines().toList();
        String key = String.join("", values(lines, "sec-websocket-key"));
        if (lines.isEmpty()
                || !lines.get(0).matches("GET \\S+ HTTP/1\\.1")
                || !tokens(lines, "upgrade").contains("websocket")
                || !tokens(lines, "connection").contains("upgrade")
                || !isKey(key)) {
            return refused("400 Bad Request");
        }
        if (!tokens(lines, "sec-websocket-version").contains(VERSION)) {
            return refused("426 Upgrade Required\r\nSec-WebSocket-Version: " + VERSION);
        }
        if (!tokens(lines, "sec-websocket-protocol").contains(SUBPROTOCOL)) {
            return refused("400 The subprotocol sip is required");
        }
        return new WebSocketHandshake(true, """
                HTTP/1.1 101 Switching Protocols\r
                Upgrade: websocket\r
                Connection: Upgrade\r
                Sec-WebSocket-Accept: %s\r
                Sec-WebSocket-Protocol: %s\r
                \r
                """.formatted(accept(key), SUBPROTOCOL));
    }

    private static WebSocketHandshake refused(String status) {
        return new WebSocketHandshake(
                false, "HTTP/1.1 " + status + "\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
    }

    private static List<String> values(List<String> lines, String name) {
        return lines.stream()
                .skip(1)
                .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(line -> line.substring(name.length() + 1).strip())
                .toList();
    }

    private static List<String> tokens(List<String> lines, String name) {
        return values(lines, name).stream()
                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                .flatMap(token -> Stream.of(token.strip().toLowerCase(Locale.ROOT)))
                .toList();
    }

    private static boolean isKey(String key) {
        try {
            return Base64.getDecoder().decode(key).length == KEY_BYTES;
        } catch (IllegalArgumentException noBase64) {
            return false;
        }
    }

    private static String accept(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException impossible) { // every JDK has it
            throw new AssertionError(impossible);
        }
    }
}
