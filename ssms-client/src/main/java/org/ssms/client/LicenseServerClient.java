package org.ssms.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.ssms.base.http.BoundedHttp;
import org.ssms.base.http.Problem;
import org.ssms.base.http.ServerAddress;
import org.ssms.base.json.JsonObject;
import org.ssms.base.json.JsonText;
import org.ssms.base.json.MalformedJsonException;
import org.ssms.client.LicenseServerException.Kind;
import org.ssms.protect.dpop.DpopKey;
import org.ssms.protect.dpop.DpopProof;
import org.ssms.protect.key.DerivedKey;
import org.ssms.protect.key.KeyId;
import org.ssms.protect.key.KeyUse;
import org.ssms.protect.key.MessageId;
import org.ssms.protect.key.MessageKey;
import org.ssms.protect.key.ServiceKey;
import org.ssms.protect.license.GrantRequest;
import org.ssms.protect.license.KeyDeposit;
import org.ssms.protect.license.LeaseReport;
import org.ssms.protect.license.LicenseDocument;
import org.ssms.protect.license.LicenseSigner;
import org.ssms.protect.license.MalformedLicenseException;
import org.ssms.protect.license.ManifestRegistration;
import org.ssms.protect.license.PlayerKey;
import org.ssms.protect.license.SealedLicenseRequest;
import org.ssms.protect.license.UsageRights;

/**
 * HTTP client of the license server, for recorders and players. May be used by several threads; each call blocks, for
 * at most the timeout (a repeated PUT: twice; {@link #changePin} and {@link #forward}: three times). Never follows a
 * redirect.
 */
public final class LicenseServerClient {
    /** The problem type of what is not there, or not for the asker. */
    public static final String NO_LICENSE = "urn:ssms:no-license";

    /** The problem type of a PIN that is not that user's. */
    public static final String WRONG_PIN = "urn:ssms:wrong-pin";

    /** The problem type of what was not looked at. */
    public static final String TOO_MANY_ATTEMPTS = "urn:ssms:too-many-attempts";

    /** How the problem types of PINs begin that may not be chosen. */
    public static final String WEAK_PIN = "urn:ssms:pin-";

    /** For what changes something and cannot be repeated: who gives up early says that it is not done, and it is. */
    private static final int PATIENCE = 3;

    private static final String GREETINGS = "/keys/greetings/";

    /** Messages in one question about holders. */
    private static final int ASKED_AT_ONCE = 400;

    private static final int MAX_DOCUMENT = 32_768;
    private static final int MAX_CODE = 64;
    private static final int MAX_RESPONSE = 64 * 1024;
    private static final int MAX_RECEIVED = 100;
    private static final int MAX_NAME = 320;

    private final String base;
    private final @Nullable ServiceKey serviceKey;
    private final Duration timeout;
    private final BoundedHttp http;
    private final Clock clock = Clock.systemUTC();

    /**
     * Makes a client; connects at the first request only.
     *
     * @param base for example {@code https://license.example/license/v1}; plain http only to the own host
     * @param key of a media node; null for a player
     * @param timeout of each request
     * @param tls null for the defaults of the platform
     * @throws IllegalArgumentException when {@code base} would send keys in clear over a network
     */
    public LicenseServerClient(URI base, @Nullable ServiceKey key, Duration timeout, @Nullable SSLContext tls) {
        this.base = checked(base).toString().replaceAll("/+$", "");
        this.serviceKey = key;
        this.timeout = timeout;
        this.http = new BoundedHttp(timeout, MAX_RESPONSE, tls);
    }

    /** Idempotent: the same key again is harmless, another key under the same KID is REFUSED. */
    public DepositAnswer deposit(KeyDeposit deposit) throws LicenseServerException {
        HttpResponse<byte[]> response =
                repeatable(serviceRequest("/keys/" + deposit.key().id())
                        .PUT(BodyPublishers.ofString(deposit.toJson()))
                        .build());
        expectSuccess(response);
        try {
            JsonObject answer = JsonObject.parse(text(response), MAX_DOCUMENT);
            return new DepositAnswer(
                    UsageRights.read(answer.object("rights")), answer.optionalText("controlCode", MAX_CODE));
        } catch (MalformedJsonException e) {
            throw refused("the license server's answer to a deposit is malformed: " + e.problem());
        }
    }

    /**
     * A deposit up to the commit, which is left out: shows that the way is open and the service key is right, and has
     * the server do what only the first request has to wait for. Leaves nothing there.
     *
     * @param key of nobody, made for this only
     */
    public void rehearse(MessageKey key, MessageId id) throws LicenseServerException {
        String body = new KeyDeposit(id, key, "nobody", "sip:nobody@invalid", null).toJson();
        expectSuccess(once(serviceRequest("/keys/" + key.id() + "?rehearsal=true")
                .PUT(BodyPublishers.ofString(body))
                .build()));
    }

    /** What comes of it when a deposited message is registered with these rights. Changes nothing there. */
    public ForeseenRights foresee(KeyId kid, UsageRights chosen) throws LicenseServerException {
        HttpResponse<byte[]> response = repeatable(serviceRequest("/keys/" + kid + "/rights")
                .POST(BodyPublishers.ofString(chosen.toJson()))
                .build());
        expectSuccess(response);
        try {
            JsonObject answer = JsonObject.parse(text(response), MAX_DOCUMENT);
            UsageRights rights = UsageRights.read(answer.object("rights"));
            return new ForeseenRights(rights, answer.has("least") ? UsageRights.read(answer.object("least")) : rights);
        } catch (MalformedJsonException e) {
            throw refused("the license server's answer about rights is malformed: " + e.problem());
        }
    }

    /**
     * Idempotent like {@link #deposit}. Until then there is no license for the message.
     *
     * @param chosen by the caller since the deposit; null: nothing
     */
    public void registerManifest(KeyId kid, MessageId id, byte[] sha256, @Nullable UsageRights chosen)
            throws LicenseServerException {
        String body = new ManifestRegistration(id, sha256, chosen).toJson();
        expectSuccess(repeatable(serviceRequest("/keys/" + kid + "/manifest")
                .PUT(BodyPublishers.ofString(body))
                .build()));
    }

    /** Destroys the key of a call that left nothing. Succeeds also when there is none. */
    public void withdraw(KeyId kid) throws LicenseServerException {
        HttpResponse<byte[]> response =
                repeatable(serviceRequest("/keys/" + kid).DELETE().build());
        if (response.statusCode() != 404) {
            expectSuccess(response);
        }
    }

    /**
     * Brings the key of what the owner of a mailbox says to his callers. Idempotent like {@link #deposit}.
     *
     * @param key stays the caller's to close
     */
    public void depositGreeting(MessageKey key, MessageId greeting, String owner) throws LicenseServerException {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("greetingId", greeting.value());
        body.put("key", JsonObject.toBase64Url(key.revealForDeposit()));
        body.put("owner", owner);
        expectSuccess(repeatable(serviceRequest(GREETINGS + key.id())
                .PUT(BodyPublishers.ofString(JsonText.of(body)))
                .build()));
    }

    /**
     * What decrypts a greeting, for the caller to close.
     *
     * @throws LicenseServerException of kind DENIED when there is no such key
     */
    public DerivedKey greetingKey(KeyId kid) throws LicenseServerException {
        HttpResponse<byte[]> response =
                repeatable(serviceRequest(GREETINGS + kid).GET().build());
        expectSuccess(response);
        try {
            byte[] key = JsonObject.parse(text(response), MAX_DOCUMENT).bytes("key", KeyUse.GREETING.keyBytes());
            try {
                return DerivedKey.of(KeyUse.GREETING, DerivedKey.ALL_TRACKS, key, new byte[0]);
            } finally {
                Arrays.fill(key, (byte) 0);
            }
        } catch (MalformedJsonException e) {
            throw refused("the license server's answer about a greeting is malformed: " + e.problem());
        }
    }

    /** Succeeds also when there is none. */
    public void destroyGreeting(KeyId kid) throws LicenseServerException {
        expectSuccess(repeatable(serviceRequest(GREETINGS + kid).DELETE().build()));
    }

    /**
     * What became of the message of a control code.
     *
     * @throws LicenseServerException of kind DENIED and type {@link #NO_LICENSE} when there is none, and REFUSED and
     *     {@link #TOO_MANY_ATTEMPTS} when it was not looked for, as there were too many wrong codes
     */
    public LeftMessage left(SpokenCode code) throws LicenseServerException {
        return control(code.members());
    }

    /**
     * Changes what the owner of that message may do from now on.
     *
     * @throws LicenseServerException also of kind DENIED when he may not be given that
     */
    public LeftMessage limitLeft(SpokenCode code, UsageRights wanted) throws LicenseServerException {
        Map<String, Object> request = code.members();
        request.put("rights", wanted.toMap());
        return control(request);
    }

    /** Takes that message back from everybody, for good. Idempotent. */
    public LeftMessage recallLeft(SpokenCode code) throws LicenseServerException {
        Map<String, Object> request = code.members();
        request.put("recall", true);
        return control(request);
    }

    /** Not repeated: a wrong code counts. */
    private LeftMessage control(Map<String, Object> request) throws LicenseServerException {
        HttpResponse<byte[]> response = once(serviceRequest("/keys/control")
                .POST(BodyPublishers.ofString(JsonText.of(request)))
                .build());
        expectSuccess(response);
        try {
            JsonObject sent = JsonObject.parse(text(response), MAX_DOCUMENT);
            return new LeftMessage(
                    sent.has("recalledAt") ? null : UsageRights.read(sent.object("rights")),
                    sent.optionalInstant("firstPlayedAt"),
                    number(sent, "members"),
                    number(sent, "heardBy"));
        } catch (MalformedJsonException e) {
            throw refused("the license server's answer about a message that was left is malformed: " + e.problem());
        }
    }

    /** 0 where nothing is said of it. */
    private static int number(JsonObject of, String name) throws MalformedJsonException {
        Long number = of.optionalInteger(name, 0, KeyDeposit.MAX_MEMBERS);
        return number == null ? 0 : number.intValue();
    }

    /** Whether that user holds a grant of the message that was not taken back: he may then have the protected file. */
    public boolean isHeld(MessageId id, String user) throws LicenseServerException {
        String query = "?user=" + URLEncoder.encode(user, UTF_8);
        HttpResponse<byte[]> response =
                repeatable(serviceRequest("/keys/holders/" + id + query).GET().build());
        if (response.statusCode() != 404) {
            expectSuccess(response);
        }
        return response.statusCode() != 404;
    }

    /**
     * Of which messages that user holds a grant that was not taken back, and whether he may save them. Counts nothing.
     *
     * @return some of those that were asked for, in their order
     */
    public Map<MessageId, Boolean> held(String user, List<MessageId> messages) throws LicenseServerException {
        Map<MessageId, Boolean> held = new LinkedHashMap<>();
        for (int from = 0; from < messages.size(); from += ASKED_AT_ONCE) {
            List<MessageId> some = messages.subList(from, Math.min(messages.size(), from + ASKED_AT_ONCE));
            JsonObject answer = heldOf(user, some.stream().map(MessageId::value).toList());
            try {
                Set<String> those = Set.copyOf(answer.texts("held", ASKED_AT_ONCE, MessageId.LENGTH));
                Set<String> saved = Set.copyOf(answer.texts("saved", ASKED_AT_ONCE, MessageId.LENGTH));
                some.stream()
                        .filter(id -> those.contains(id.value()))
                        .forEach(id -> held.put(id, saved.contains(id.value())));
            } catch (MalformedJsonException e) {
                throw refused("the license server's answer about holders is malformed: " + e.problem());
            }
        }
        return held;
    }

    private JsonObject heldOf(String user, List<String> messages) throws LicenseServerException {
        Map<String, Object> asked = new LinkedHashMap<>();
        asked.put("user", user);
        asked.put("messages", messages);
        HttpResponse<byte[]> response = repeatable(serviceRequest("/keys/holders")
                .POST(BodyPublishers.ofString(JsonText.of(asked)))
                .build());
        expectSuccess(response);
        try {
            return JsonObject.parse(text(response), MAX_DOCUMENT);
        } catch (MalformedJsonException e) {
            throw refused("the license server's answer about holders is malformed: " + e.problem());
        }
    }

    /**
     * Opens a session of a subscriber, bound to a key that is made for it. The password stays the caller's to wipe.
     *
     * @throws LicenseServerException of kind NOT_AUTHENTICATED also when this clock and the server's are minutes apart
     */
    public LicenseSession login(String user, char[] password) throws LicenseServerException {
        Map<String, Object> credentials = new LinkedHashMap<>();
        credentials.put("username", user);
        credentials.put("password", new String(password));
        return open("/sessions", request("/sessions"), credentials);
    }

    /**
     * The same for who calls a media node and has said his PIN: half an hour long.
     *
     * @param source IP address from which the call comes
     * @param caller where many call from one address: what is known of this one; null: nothing
     * @throws LicenseServerException of kind NOT_AUTHENTICATED and type {@link #WRONG_PIN} when it is not his PIN; of
     *     type {@link #TOO_MANY_ATTEMPTS} when it was not looked at
     */
    public LicenseSession loginByPin(String user, char[] pin, String source, @Nullable String caller)
            throws LicenseServerException {
        return open("/keys/pin", serviceRequest("/keys/pin"), said(user, pin, source, caller));
    }

    private static Map<String, Object> said(String user, char[] pin, String source, @Nullable String caller) {
        Map<String, Object> said = new LinkedHashMap<>();
        said.put("user", user);
        said.put("pin", new String(pin));
        said.put("source", source);
        if (caller != null) {
            said.put("caller", caller);
        }
        return said;
    }

    /**
     * Sets another PIN for who calls and says the one that he has. Not repeated: a wrong one counts.
     *
     * @param source as of {@link #loginByPin}
     * @param caller likewise
     * @throws LicenseServerException as {@link #loginByPin}; also of kind REFUSED and a type that begins with
     *     {@link #WEAK_PIN} when it may not be chosen
     */
    public void changePin(String user, char[] pin, char[] newPin, String source, @Nullable String caller)
            throws LicenseServerException {
        Map<String, Object> said = said(user, pin, source, caller);
        said.put("newPin", new String(newPin));
        expectSuccess(once(serviceRequest("/keys/pin")
                .timeout(timeout.multipliedBy(PATIENCE))
                .PUT(BodyPublishers.ofString(JsonText.of(said)))
                .build()));
    }

    /** Ends a session, so that its token is worth nothing from now on. Tried once, as it ends by itself. */
    public void logout(LicenseSession session) throws LicenseServerException {
        expectSuccess(once(withSession(session, "DELETE", "/sessions").DELETE().build()));
    }

    private LicenseSession open(String path, HttpRequest.Builder request, Map<String, Object> body)
            throws LicenseServerException {
        DpopKey key = DpopKey.generate();
        String proof = key.proof("POST", URI.create(base + path), null, clock.instant());
        HttpResponse<byte[]> response = once(request.header(DpopProof.FIELD, proof)
                .POST(BodyPublishers.ofString(JsonText.of(body)))
                .build());
        expectSuccess(response);
        try {
            JsonObject session = JsonObject.parse(text(response), MAX_DOCUMENT);
            if (!DpopProof.FIELD.equalsIgnoreCase(session.optionalText("tokenType", MAX_CODE))) {
                throw refused("the license server does not bind sessions to a key");
            }
            return new LicenseSession(session.text("token", MAX_DOCUMENT), key, session.instant("expiresAt"));
        } catch (MalformedJsonException e) {
            throw refused("the license server's session is malformed: " + e.problem());
        }
    }

    /**
     * Acquires the license of one message for the user of the session: signed by the license server, and encrypted to a
     * key that is made for it.
     *
     * @param kid when known, checked by the server against the message
     */
    public LicenseDocument license(LicenseSession session, MessageId id, @Nullable KeyId kid)
            throws LicenseServerException {
        PlayerKey playerKey = PlayerKey.generate();
        SealedLicenseRequest wanted =
                new SealedLicenseRequest(kid == null ? List.of() : List.of(kid), Optional.of(playerKey.publicKey()));
        String keySet = keySet();
        HttpResponse<byte[]> response = once(post(session, "/licenses/" + id, BodyPublishers.ofString(wanted.toJson()))
                .setHeader("Accept", LicenseSigner.MEDIA_TYPE + ", " + Problem.MEDIA_TYPE)
                .build());
        expectSuccess(response);
        try {
            return playerKey.open(text(response), keySet);
        } catch (MalformedLicenseException e) {
            throw refused("the license server's license is malformed: " + e.getMessage());
        }
    }

    /** What the user of the session may do with a message now, plays that are left among it. Counts nothing. */
    public UsageRights rights(LicenseSession session, MessageId id) throws LicenseServerException {
        String path = "/messages/" + id + "/rights";
        Supplier<HttpRequest> request =
                () -> withSession(session, "GET", path).GET().build();
        HttpResponse<byte[]> response = exchange(request, http::sendIdempotent);
        expectSuccess(response);
        try {
            return UsageRights.fromJson(text(response));
        } catch (MalformedLicenseException e) {
            throw refused("the license server's answer about rights is malformed: " + e.getMessage());
        }
    }

    /**
     * Makes a grant for somebody else out of one that the user of the session holds. Not repeated: each one is another.
     *
     * @return what he may do
     * @throws LicenseServerException of kind DENIED when that may not be given, and REFUSED when {@code to} is nobody,
     *     or nothing is forwarded at the moment ({@link #TOO_MANY_ATTEMPTS})
     */
    public UsageRights forward(LicenseSession session, MessageId id, GrantRequest wanted)
            throws LicenseServerException {
        HttpResponse<byte[]> response =
                once(post(session, "/messages/" + id + "/grants", BodyPublishers.ofString(wanted.toJson()))
                        .timeout(timeout.multipliedBy(PATIENCE))
                        .build());
        expectSuccess(response);
        try {
            return UsageRights.read(
                    JsonObject.parse(text(response), MAX_DOCUMENT).object("rights"));
        } catch (MalformedJsonException e) {
            throw refused("the license server's answer about a grant is malformed: " + e.problem());
        }
    }

    /** What others have forwarded to the user of the session and nobody took back, the newest first. Counts nothing. */
    public List<ReceivedMessage> received(LicenseSession session) throws LicenseServerException {
        Supplier<HttpRequest> request =
                () -> withSession(session, "GET", "/shared?rights=false").GET().build();
        HttpResponse<byte[]> response = exchange(request, http::sendIdempotent);
        expectSuccess(response);
        try {
            List<ReceivedMessage> received = new ArrayList<>();
            JsonObject answer = JsonObject.parse(text(response), MAX_RESPONSE);
            for (JsonObject message : answer.objects("messages", MAX_RECEIVED)) {
                received.add(new ReceivedMessage(
                        message.value("messageId", MessageId::parse), message.text("from", MAX_NAME)));
            }
            return received;
        } catch (MalformedJsonException e) {
            throw refused("the license server's list of what was forwarded is malformed: " + e.problem());
        }
    }

    /** By which its licenses are verified. */
    private String keySet() throws LicenseServerException {
        HttpResponse<byte[]> response = repeatable(HttpRequest.newBuilder(URI.create(base + "/jwks"))
                .timeout(timeout)
                .GET()
                .build());
        expectSuccess(response);
        return text(response);
    }

    /**
     * Reports what becomes of the play that a license was given for. Idempotent.
     *
     * @throws LicenseServerException of kind DENIED when nothing may be heard any more
     */
    public void report(LicenseSession session, UUID lease, LeaseReport report) throws LicenseServerException {
        String path = "/leases/" + lease + "/" + report.path();
        // whatever became of the first one, its proof may be used up
        Supplier<HttpRequest> request =
                () -> post(session, path, BodyPublishers.noBody()).build();
        expectSuccess(exchange(request, http::sendIdempotent));
    }

    private static URI checked(URI base) {
        if (base.getHost() == null
                || base.getQuery() != null
                || base.getFragment() != null
                || base.getUserInfo() != null) {
            throw new IllegalArgumentException("not the address of a license server: " + base.getHost());
        }
        if (!ServerAddress.isPrivate(base)) {
            throw new IllegalArgumentException("keys may go by https, or by http to this host, not to " + base);
        }
        return base;
    }

    private HttpResponse<byte[]> once(HttpRequest request) throws LicenseServerException {
        return exchange(() -> request, made -> http.send(made.get()));
    }

    private HttpResponse<byte[]> repeatable(HttpRequest request) throws LicenseServerException {
        return exchange(() -> request, http::sendIdempotent);
    }

    private interface Exchange {
        HttpResponse<byte[]> send(Supplier<HttpRequest> request) throws IOException, InterruptedException;
    }

    private static HttpResponse<byte[]> exchange(Supplier<HttpRequest> request, Exchange way)
            throws LicenseServerException {
        try {
            return way.send(request);
        } catch (IOException e) {
            throw unreachable(
                    "the license server is not reachable: " + e.getClass().getSimpleName());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unreachable("interrupted");
        }
    }

    private static LicenseServerException unreachable(String problem) {
        return new LicenseServerException(Kind.UNREACHABLE, Problem.NO_TYPE, problem);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path))
                .timeout(timeout)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, application/problem+json");
    }

    /** With a new proof that whoever sends it has the key of the session (RFC 9449): for one attempt. */
    private HttpRequest.Builder withSession(LicenseSession session, String method, String path) {
        String proof = session.proof(method, URI.create(base + path), clock.instant());
        return request(path)
                .header("Authorization", "DPoP " + session.revealToken())
                .header(DpopProof.FIELD, proof);
    }

    private HttpRequest.Builder post(LicenseSession session, String path, BodyPublisher body) {
        return withSession(session, "POST", path).POST(body);
    }

    private HttpRequest.Builder serviceRequest(String path) {
        if (serviceKey == null) {
            throw new IllegalStateException("this client has no service key");
        }
        return request(path).header("Authorization", serviceKey.revealAuthorization());
    }

    private static void expectSuccess(HttpResponse<byte[]> response) throws LicenseServerException {
        int status = response.statusCode();
        if (status / 100 == 2) {
            return;
        }
        Kind kind = switch (status) {
            case 401 -> Kind.NOT_AUTHENTICATED;
            case 403, 404 -> Kind.DENIED;
            default -> status >= 500 ? Kind.UNREACHABLE : Kind.REFUSED;
        };
        boolean isOfProof = response.headers().allValues("WWW-Authenticate").stream()
                .anyMatch(challenge -> challenge.contains("invalid_dpop_proof"));
        String problem = "the license server answers " + status
                + (isOfProof ? " and takes no proof of the key: this clock and the server's may differ" : "");
        throw new LicenseServerException(kind, Problem.typeOf(text(response)), problem);
    }

    private static LicenseServerException refused(String problem) {
        return new LicenseServerException(Kind.REFUSED, Problem.NO_TYPE, problem);
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), UTF_8);
    }
}
