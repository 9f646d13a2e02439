package org.ssms.player;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import org.ssms.client.LicenseSession;
import org.ssms.protect.key.MessageId;

/** Fetches protected messages by the mailbox's REST. The license server's session is the login. */
final class MailboxClient {
    private final HttpClient http = HttpClient.newHttpClient();
    private final URI server;
    private final LicenseSession session;
    private final Duration timeout;

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
            return response.body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
