package org.ssms.it.server;

import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONArrayUtils;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.SQLException;
import java.text.ParseException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.ssms.it.Await;

/** A user of the server as programs see it: BASIC for the mailbox, a session of the license server for licenses. */
public final class Subscriber {
    private static final Duration ARRIVAL = Duration.ofSeconds(30);
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final SsmsServer server;
    private final String name;
    private final String authorization;
    private @Nullable String session;
    private volatile String lastList = "was never asked";

    private Subscriber(SsmsServer server, String name, String authorization) {
        this.server = server;
        this.name = name;
        this.authorization = authorization;
    }

    /** A demo account of {@code server}. */
    public static Subscriber of(SsmsServer server, String name) {
        String pair = name + ":" + SsmsServer.PASSWORD;
        return new Subscriber(server, name, "Basic " + com.nimbusds.jose.util.Base64.encode(pair));
    }

    /** Somebody without any login. */
    public static Subscriber stranger(SsmsServer server) {
        return new Subscriber(server, "stranger", "");
    }

    public String name() {
        return name;
    }

    /** A message as {@code GET /api/v1/messages} describes it. */
    public record Message(String id, String kid, String caller, boolean callerVerified, double seconds, String state) {
        /** User part of the caller, a SIP URI. */
        public String user() {
            return caller.replaceFirst("^sips?:", "").replaceFirst("@.*$", "");
        }
    }

    /** The key material of a license, as its JSON has it. */
    public record Keys(String cencHex, String srtpHex, String manifestSha256) {}

    public List<Message> messages() throws IOException, ParseException {
        HttpResponse<String> response = patiently("/api/v1/messages");
        lastList = "answered " + response.statusCode() + " " + response.body();
        if (response.statusCode() != 200) {
            throw new IOException(response.statusCode() + " " + response.body());
        }
        return JSONArrayUtils.parse(response.body()).stream()
                .map(Subscriber::message)
                .toList();
    }

    /** Many tests log in at once from one address: who is told so comes later. */
    private HttpResponse<String> patiently(String path) {
        return Await.until(
                "an answer to " + name,
                Calls.LIMIT,
                () -> Optional.of(get(path)).filter(answer -> answer.statusCode() != 429));
    }

    private static Message message(Object json) {
        Map<?, ?> fields = (Map<?, ?>) json;
        return new Message(
                text(fields, "id"),
                text(fields, "kid"),
                text(fields, "caller"),
                Boolean.parseBoolean(text(fields, "callerVerified")),
                Double.parseDouble(text(fields, "seconds")),
                text(fields, "state"));
    }

    private static String text(Map<?, ?> fields, String name) {
        return String.valueOf(fields.get(name));
    }

    /** Waits for the message that {@code caller} left. */
    public Message awaitMessageFrom(String caller) {
        return awaitMessageFrom(caller, ARRIVAL);
    }

    /** The same with a limit of its own.
     *  @throws AssertionError that says what the list and the database had instead */
    public Message awaitMessageFrom(String caller, Duration limit) {
        return Await.until(
                "a message from " + caller + " for " + name, limit, () -> messageFrom(caller), this::evidence);
    }

    private String evidence() throws IOException, SQLException {
        String inDatabase = String.join(", ", Databases.copyOf(server).query("ssms", """
                                select m.id || ' from ' || m.caller || ' ' || m.state || ' at ' || m.received_at || ' '
                                    || (select listagg(e.event || ' at ' || e.at, ', ') within group (order by e.number)
                                        from message_event e where e.message_id = m.id)
                                from message m where m.mailbox = ? order by m.received_at
                                """, name));
        return "the list " + lastList + "; the database held at "
                + java.time.LocalTime.now(java.time.ZoneId.systemDefault()) + ": [" + inDatabase + "]";
    }

    public Optional<Message> messageFrom(String caller) throws IOException, ParseException {
        return messages().stream()
                .filter(message -> message.user().equals(caller))
                .findFirst();
    }

    /** The keys of the license for a message, by the wire format of the public interface. */
    public Keys keys(String messageId) throws IOException, ParseException {
        HttpResponse<String> response = license(messageId);
        if (response.statusCode() != 200) {
            throw new IOException(response.statusCode() + " " + response.body());
        }
        Map<String, Object> license = JSONObjectUtils.parse(response.body());
        String cenc = "";
        String srtp = "";
        for (Map<String, Object> key : JSONObjectUtils.getJSONObjectArray(license, "keys")) {
            String hex = hex(key, "key");
            if ("cenc".equals(key.get("use"))) {
                cenc = hex;
            } else {
                srtp = hex + hex(key, "salt");
            }
        }
        return new Keys(cenc, srtp, JSONObjectUtils.getString(license, "manifestSha256"));
    }

    /** The answer to a request for a license as JSON that was not made before. */
    public HttpResponse<String> license(String messageId) throws IOException, ParseException {
        return license(messageId, session());
    }

    /** The same with another Authorization header. */
    public HttpResponse<String> license(String messageId, String header) throws IOException {
        return send(request("/license/v1/licenses/" + messageId, header)
                .header("X-SSMS-Nonce", UUID.randomUUID().toString())
                .GET());
    }

    private static String hex(Map<String, Object> key, String member) throws ParseException {
        String value = JSONObjectUtils.getString(key, member);
        return value == null ? "" : HexFormat.of().formatHex(new Base64URL(value).decode());
    }

    /** This user's session of the license server as an Authorization header, opened when it is asked for first. */
    public synchronized String session() throws IOException, ParseException {
        String known = session;
        if (known == null) {
            known = bearer();
            session = known;
        }
        return known;
    }

    /** The same with a session: passwords are looked at one or two at once, and others may begin with theirs. */
    public Subscriber withSession() {
        Await.untilTrue("a session of " + name, Calls.LIMIT, () -> !session().isEmpty());
        return this;
    }

    /** A new session of the license server as an Authorization header. */
    public String bearer() throws IOException, ParseException {
        String credentials = JSONObjectUtils.toJSONString(Map.of("username", name, "password", SsmsServer.PASSWORD));
        HttpResponse<String> response = send(request("/license/v1/sessions", "")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(credentials)));
        if (response.statusCode() != 201) {
            throw new IOException(response.statusCode() + " " + response.body());
        }
        return "Bearer " + JSONObjectUtils.getString(JSONObjectUtils.parse(response.body()), "token");
    }

    /** GET with this user's BASIC login. */
    public HttpResponse<String> get(String path) throws IOException {
        return get(path, authorization);
    }

    /** GET with another Authorization header; empty for none. */
    public HttpResponse<String> get(String path, String header) throws IOException {
        return send(request(path, header).GET());
    }

    /** The same, asking for that media type. */
    public HttpResponse<String> get(String path, String header, String accept) throws IOException {
        return send(request(path, header).header("Accept", accept).GET());
    }

    /** Changes some of this user's settings for calls and leaves the others. */
    public void changeSettings(Map<String, Object> changes) throws IOException, ParseException {
        Map<String, Object> settings =
                new HashMap<>(JSONObjectUtils.parse(get("/api/v1/settings").body()));
        settings.putAll(changes);
        HttpResponse<String> response = send(request("/api/v1/settings", authorization)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(JSONObjectUtils.toJSONString(settings))));
        if (response.statusCode() / 100 != 2) {
            throw new IOException(response.statusCode() + " " + response.body());
        }
    }

    /** POST of JSON with that Authorization header; empty for none. */
    public HttpResponse<String> post(String path, String header, String json) throws IOException {
        return json("POST", path, header, json);
    }

    /** Another method with JSON and this user's BASIC login. */
    public HttpResponse<String> json(String method, String path, String json) throws IOException {
        return json(method, path, authorization, json);
    }

    /** POST without a body, and without a word about it, as {@code curl -X POST} does. */
    public HttpResponse<String> post(String path, String header) throws IOException {
        return send(request(path, header).POST(HttpRequest.BodyPublishers.noBody()));
    }

    /** The same with another method. */
    public HttpResponse<String> json(String method, String path, String header, String json) throws IOException {
        return body(method, path, header, "application/json", json);
    }

    /** The same with another content. */
    public HttpResponse<String> body(String method, String path, String header, String type, String content)
            throws IOException {
        return send(request(path, header)
                .header("Content-Type", type)
                .method(method, HttpRequest.BodyPublishers.ofString(content)));
    }

    /** Sends bytes with this user's BASIC login. */
    public HttpResponse<String> bytes(String method, String path, String type, byte[] content) throws IOException {
        return send(request(path, authorization)
                .header("Content-Type", type)
                .method(method, HttpRequest.BodyPublishers.ofByteArray(content)));
    }

    /** The same without a word about how many they are. */
    public HttpResponse<String> chunked(String method, String path, String type, byte[] content) throws IOException {
        return send(request(path, authorization)
                .header("Content-Type", type)
                .method(method, HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(content))));
    }

    /** GET of bytes with this user's BASIC login. */
    public HttpResponse<byte[]> bytes(String path) throws IOException {
        return send(request(path, authorization).GET(), BodyHandlers.ofByteArray());
    }

    /** This user's BASIC login as an Authorization header. */
    public String basic() {
        return authorization;
    }

    public HttpResponse<String> delete(String path, String header) throws IOException {
        return send(request(path, header).DELETE());
    }

    private HttpRequest.Builder request(String path, String header) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(server.http() + path)).timeout(Duration.ofSeconds(30));
        return header.isEmpty() ? request : request.header("Authorization", header);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
        return send(request, BodyHandlers.ofString());
    }

    private static <T> HttpResponse<T> send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> handler)
            throws IOException {
        try {
            return CLIENT.send(request.build(), handler);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
