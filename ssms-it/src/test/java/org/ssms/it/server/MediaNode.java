package org.ssms.it.server;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.ssms.protect.key.KeyId;
import org.ssms.protect.key.MessageId;
import org.ssms.protect.key.MessageKey;
import org.ssms.protect.key.ServiceKey;
import org.ssms.protect.license.KeyDeposit;
import org.ssms.protect.license.ManifestRegistration;
import org.ssms.protect.license.UsageRights;

/** What a media node does at the license server of {@code server}, by the wire format. */
public final class MediaNode {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SsmsServer server;
    private final String authorization;

    private MediaNode(SsmsServer server, String authorization) {
        this.server = server;
        this.authorization = authorization;
    }

    public static MediaNode of(SsmsServer server) throws IOException {
        String text = Files.readString(server.home().resolve("secrets/media/service.key"));
        return new MediaNode(server, ServiceKey.parse(text).revealAuthorization());
    }

    /**
     * A message whose key is deposited and whose manifest is registered, without any sound.
     *
     * @param controlCode that its caller is told; null: none, as he has an account
     */
    public record Message(MessageId id, KeyId kid, @Nullable String controlCode) {
        /** Of a caller without an account. */
        public String code() {
            return Objects.requireNonNull(controlCode);
        }
    }

    /** The service key as an Authorization header. */
    public String authorization() {
        return authorization;
    }

    /** Deposits and registers a message for that user. */
    public Message leave(String owner) throws IOException {
        return leave(owner, null, null);
    }

    /** The same from a subscriber who has proved it and has chosen those rights; null: nobody, nothing. */
    public Message leave(String owner, @Nullable String sender, @Nullable UsageRights chosen) throws IOException {
        MessageId id = MessageId.generate(RANDOM);
        try (MessageKey key = MessageKey.generate(RANDOM)) {
            String path = "/license/v1/keys/" + key.id();
            String json = new KeyDeposit(id, key, owner, "sip:carol@example.com", sender, chosen).toJson();
            String answer = put(path, 201, json);
            put(path + "/manifest", 204, new ManifestRegistration(id, new byte[32]).toJson());
            return new Message(id, key.id(), JSONObjectUtils.getString(JSONObjectUtils.parse(answer), "controlCode"));
        } catch (ParseException e) {
            throw new IOException(e);
        }
    }

    /** Destroys the key of a message. */
    public void destroy(Message message) throws IOException {
        send(request("/license/v1/keys/" + message.kid()).DELETE(), 204);
    }

    private String put(String path, int status, String json) throws IOException {
        return send(
                request(path).header("Content-Type", "application/json").PUT(BodyPublishers.ofString(json)), status);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(server.http() + path))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", authorization);
    }

    private static String send(HttpRequest.Builder request, int status) throws IOException {
        try {
            HttpResponse<String> response = CLIENT.send(request.build(), BodyHandlers.ofString());
            if (response.statusCode() != status) {
                throw new IOException(response.statusCode() + " " + response.body());
            }
            return response.body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
