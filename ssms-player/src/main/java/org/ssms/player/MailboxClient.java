package org.ssms.player;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import org.ssms.client.LicenseSession;
import org.ssms.protect.key.MessageId;

/** Fetches protected messages by the mailbox's REST. The license server's session is the login. */
final class MailboxClient {
    private final HttpClient http = HttpClient.newHttpClient();
    private final URI server;
    private final LicenseSession session;
    private final Duration timeout;
    private Instant answeredAt = Instant.EPOCH;
    private long answered = System.nanoTime();

    MailboxClient(URI server, LicenseSession session, Duration timeout) {
        this.server = server;
        this.session = session;
        this.timeout = timeout;
    }

    /** Writes the protected file to {@code file} and returns the manifest. */
    byte[] fetch(MessageId message, Path file) throws IOException {
        get("/api/v1/messages/" + message + "/content", BodyHandlers.ofFile(file));
        return get("/api/v1/messages/" + message + "/manifest", BodyHandlers.ofByteArray());
    }

    /** The server's time: that of its last answer, which goes on by our own measure. Our clock may say anything. */
    Instant serverTime() {
        return answeredAt.plusNanos(System.nanoTime() - answered);
    }

    private <T> T get(String path, BodyHandler<T> handler) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(server.resolve(path))
                .timeout(timeout)
                .header("Authorization", "Bearer " + session.revealToken())
                .build();
        try {
            HttpResponse<T> response = http.send(request, handler);
            if (response.statusCode() != 200) {
                throw new IOException("the mailbox answers " + response.statusCode());
            }
            answered = System.nanoTime();
            answeredAt = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(
                    response.headers().firstValue("Date").orElse("")));
            return response.body();
        } catch (DateTimeException e) {
            throw new IOException("the mailbox does not say what time it is", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
