package org.ssms.identity.stir;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * One GET over HTTPS (RFC 9112) to an address that was chosen before: an HTTP client would look the name up again, and
 * a second answer could lead elsewhere. No redirects, no kept connections, bounded in size and time. Thread-safe.
 */
final class HttpsFetch {
    private static final int MAX_HEAD = 8 * 1024;
    private static final int MAX_BODY = 64 * 1024;
    private static final Pattern OK = Pattern.compile("HTTP/1\\.[01] 200(?: .*)?");
    private static final Pattern LENGTH = Pattern.compile("(?im)^content-length:[ \\t]*([0-9]{1,9})[ \\t]*$");
    private static final Pattern ENCODING = Pattern.compile("(?im)^transfer-encoding:[ \\t]*(.*?)[ \\t]*$");

    private final SSLSocketFactory tls;
    private final Clock clock;

    HttpsFetch(SSLSocketFactory tls, Clock clock) {
        this.tls = tls;
        this.clock = clock;
    }

    /**
     * Fetches a resource.
     *
     * @throws IOException when the server is not who it should be, answers anything but 200, too much or too late
     */
    byte[] get(X5u url, InetAddress address, Instant deadline) throws IOException {
        try (Socket plain = new Socket()) {
            plain.connect(new InetSocketAddress(address, url.port()), remaining(deadline));
            try (SSLSocket socket = (SSLSocket) tls.createSocket(plain, url.host(), url.port(), true)) {
                SSLParameters parameters = socket.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                socket.setSSLParameters(parameters);
                socket.setSoTimeout(remaining(deadline));
                socket.startHandshake();
                socket.getOutputStream().write(request(url).getBytes(US_ASCII));
                return new Response(socket, deadline).read();
            }
        }
    }

    private static String request(X5u url) {
        return "GET " + url.resource() + " HTTP/1.1\r\nHost: " + url.authority()
                + "\r\nAccept: application/pem-certificate-chain, application/pkix-cert\r\nConnection: close\r\n\r\n";
    }

    private int remaining(Instant deadline) throws SocketTimeoutException {
        long millis = Duration.between(clock.instant(), deadline).toMillis();
        if (millis <= 0) {
            throw new SocketTimeoutException("no complete response in time");
        }
        return (int) Math.min(millis, Integer.MAX_VALUE);
    }

    /** What comes back. */
    private final class Response {
        private final SSLSocket socket;
        private final InputStream in;
        private final Instant deadline;

        Response(SSLSocket socket, Instant deadline) throws IOException {
            this.socket = socket;
            this.in = socket.getInputStream();
            this.deadline = deadline;
        }

        byte[] read() throws IOException {
            String status = line(MAX_HEAD);
            if (!OK.matcher(status).matches()) {
                throw new IOException("an answer that is not 200");
            }
            StringBuilder head = new StringBuilder();
            for (String line = line(MAX_HEAD); !line.isEmpty(); line = line(MAX_HEAD)) {
                if (head.append(line).append('\n').length() > MAX_HEAD) {
                    throw new IOException("a header that is too long");
                }
            }
            Matcher encoding = ENCODING.matcher(head);
            if (encoding.find()) {
                return chunks(encoding.group(1));
            }
            Matcher length = LENGTH.matcher(head);
            return length.find() ? exactly(Integer.parseInt(length.group(1))) : toTheEnd();
        }

        private byte[] chunks(String encoding) throws IOException {
            if (!encoding.toLowerCase(Locale.ROOT).equals("chunked")) {
                throw new IOException("an unknown transfer encoding");
            }
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            for (int size = chunkSize(); size > 0; size = chunkSize()) {
                body.writeBytes(exactly(size));
                if (body.size() > MAX_BODY || !line(2).isEmpty()) {
                    throw new IOException("a chunk that is too long");
                }
            }
            return body.toByteArray();
        }

        private int chunkSize() throws IOException {
            String size = line(MAX_HEAD).replaceFirst(";.*", "").strip();
            if (!size.matches("[0-9A-Fa-f]{1,6}")) {
                throw new IOException("a chunk without size");
            }
            return Integer.parseInt(size, 16);
        }

        private byte[] exactly(int length) throws IOException {
            if (length > MAX_BODY) {
                throw new IOException("a response that is too long");
            }
            byte[] bytes = new byte[length];
            int filled = 0;
            while (filled < length) {
                socket.setSoTimeout(remaining(deadline));
                int n = in.read(bytes, filled, length - filled);
                if (n < 0) {
                    throw new IOException("a response that ends too soon");
                }
                filled += n;
            }
            return bytes;
        }

        private byte[] toTheEnd() throws IOException {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            byte[] buffer = new byte[MAX_HEAD];
            while (true) {
                socket.setSoTimeout(remaining(deadline));
                int n = in.read(buffer);
                if (n < 0) {
                    return body.toByteArray();
                }
                body.write(buffer, 0, n);
                if (body.size() > MAX_BODY) {
                    throw new IOException("a response that is too long");
                }
            }
        }

        private String line(int maxChars) throws IOException {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            while (true) {
                socket.setSoTimeout(remaining(deadline));
                int b = in.read();
                if (b < 0 || line.size() > maxChars) {
                    throw new IOException("a line that does not end");
                }
                if (b == '\n') {
                    return line.toString(ISO_8859_1).stripTrailing();
                }
                line.write(b);
            }
        }
    }
}
