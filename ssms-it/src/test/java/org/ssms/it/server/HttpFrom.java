package org.ssms.it.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** A program on another address of this machine: one connection for each request, from an address of 127/8. */
public final class HttpFrom {
    private static final int TIMEOUT_MILLIS = 30_000;

    private final String source;
    private final @Nullable SSLSocketFactory tls;

    public HttpFrom(String source) {
        this(source, null);
    }

    /** @param tls for https: whom it trusts, and what certificate it has */
    public HttpFrom(String source, @Nullable SSLSocketFactory tls) {
        this.source = source;
        this.tls = tls;
    }

    /** What came back. Names of headers are in lower case. */
    public record Answer(int status, List<Map.Entry<String, String>> headers, String body) {
        /** First value of a header. */
        public Optional<String> header(String name) {
            return headers.stream()
                    .filter(header -> header.getKey().equals(name))
                    .map(Map.Entry::getValue)
                    .findFirst();
        }

        /** Of a cookie that was set: {@code name=value}. */
        public Optional<String> cookie(String name) {
            return headers.stream()
                    .filter(header -> header.getKey().equals("set-cookie"))
                    .map(header -> header.getValue().replaceFirst(";.*", ""))
                    .filter(cookie -> cookie.startsWith(name + "=") && cookie.length() > name.length() + 1)
                    .findFirst();
        }

        /** Seconds of Retry-After; 0: none. */
        public int retryAfter() {
            return header("retry-after").map(Integer::parseInt).orElse(0);
        }
    }

    /** Header fields that come with a JSON body. */
    public static Map<String, String> json(Map<String, String> more) {
        Map<String, String> headers = new HashMap<>(more);
        headers.put("Content-Type", "application/json");
        return headers;
    }

    public static Map<String, String> basic(String user, String password) {
        byte[] pair = (user + ":" + password).getBytes(UTF_8);
        return Map.of("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
    }

    public static Map<String, String> bearer(String token) {
        return Map.of("Authorization", "Bearer " + token);
    }

    /** Logs in by the form of the login page. */
    public Answer form(URI server, String user, String password, Map<String, String> more) throws IOException {
        Map<String, String> headers = new HashMap<>(more);
        headers.put("Content-Type", "application/x-www-form-urlencoded");
        String body =
                "j_username=" + URLEncoder.encode(user, UTF_8) + "&j_password=" + URLEncoder.encode(password, UTF_8);
        return ask(server.resolve("/j_security_check"), "POST", headers, body);
    }

    /** Opens a session at the license server. */
    public Answer session(URI server, String user, String password) throws IOException {
        String body = "{\"username\":\"" + user + "\",\"password\":\"" + password + "\"}";
        return ask(server.resolve("/license/v1/sessions"), "POST", json(Map.of()), body);
    }

    public Answer get(URI uri, Map<String, String> headers) throws IOException {
        return ask(uri, "GET", headers, "");
    }

    public Answer ask(URI uri, String method, Map<String, String> headers, String body) throws IOException {
        byte[] content = body.getBytes(UTF_8);
        String path = uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
        String head = method + " " + path + " HTTP/1.1\r\nHost: " + uri.getHost() + ":" + uri.getPort()
                + "\r\nConnection: close\r\nContent-Length: " + content.length + "\r\n"
                + headers.entrySet().stream()
                        .map(header -> header.getKey() + ": " + header.getValue() + "\r\n")
                        .collect(Collectors.joining())
                + "\r\n";
        try (Socket socket = new Socket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByName(source), 0));
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.connect(new InetSocketAddress(InetAddress.getByName(uri.getHost()), uri.getPort()), TIMEOUT_MILLIS);
            if (!uri.getScheme().equals("https")) {
                return exchange(socket, head, content);
            }
            SSLSocketFactory factory = Objects.requireNonNull(tls);
            try (Socket sealed = factory.createSocket(socket, uri.getHost(), uri.getPort(), true)) {
                return exchange(sealed, head, content);
            }
        }
    }

    private static Answer exchange(Socket socket, String head, byte[] content) throws IOException {
        socket.getOutputStream().write(head.getBytes(ISO_8859_1));
        socket.getOutputStream().write(content);
        return answer(new String(socket.getInputStream().readAllBytes(), UTF_8));
    }

    private static Answer answer(String text) throws IOException {
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            throw new IOException("no HTTP answer: " + text);
        }
        String[] lines = text.substring(0, end).split("\r\n", -1);
        List<Map.Entry<String, String>> headers = Arrays.stream(lines)
                .skip(1)
                .map(line -> Map.entry(
                        line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT),
                        line.substring(line.indexOf(':') + 1).strip()))
                .toList();
        return new Answer(Integer.parseInt(lines[0].split(" ", -1)[1]), headers, text.substring(end + 4));
    }
}
