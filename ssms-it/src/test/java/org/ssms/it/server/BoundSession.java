package org.ssms.it.server;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.net.URI;
import java.text.ParseException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ssms.it.server.HttpFrom.Answer;
import org.ssms.protect.dpop.DpopKey;
import org.ssms.protect.dpop.DpopProof;

/**
 * A client with a key of its own and a session at the license server that is bound to it (RFC 9449), by the wire
 * format.
 */
public final class BoundSession {
    private static final String SESSIONS = "/license/v1/sessions";

    private final HttpFrom client;
    private final URI server;
    private final DpopKey key;
    private final String token;

    private BoundSession(HttpFrom client, URI server, DpopKey key, String token) {
        this.client = client;
        this.server = server;
        this.key = key;
        this.token = token;
    }

    /** Of a demo account. */
    public static BoundSession open(HttpFrom client, URI server, String user) throws IOException, ParseException {
        DpopKey key = DpopKey.generate();
        String proof = key.proof("POST", server.resolve(SESSIONS), null, Instant.now());
        Answer opened = open(client, server, user, SsmsServer.PASSWORD, Map.of(DpopProof.FIELD, proof));
        if (opened.status() != 201) {
            throw new IOException(opened.status() + " " + opened.body());
        }
        return new BoundSession(client, server, key, token(opened));
    }

    /** By a password, with those headers. */
    public static Answer open(HttpFrom client, URI server, String user, String password, Map<String, String> headers)
            throws IOException {
        String body = JSONObjectUtils.toJSONString(Map.of("username", user, "password", password));
        return client.ask(server.resolve(SESSIONS), "POST", HttpFrom.json(headers), body);
    }

    public static String token(Answer session) throws ParseException {
        return String.valueOf(JSONObjectUtils.parse(session.body()).get("token"));
    }

    /** The same session with a later token. */
    public BoundSession renewed() throws IOException, ParseException {
        Answer answer = ask("POST", SESSIONS + "/renewed", "{}");
        if (answer.status() != 201) {
            throw new IOException(answer.status() + " " + answer.body());
        }
        return new BoundSession(client, server, key, token(answer));
    }

    public String token() {
        return token;
    }

    /** What this client could sign, for any request. */
    public String proof(String method, URI uri, @Nullable String forToken, Instant at) {
        return key.proof(method, uri, forToken, at);
    }

    /** Header fields for one request of this session. */
    public Map<String, String> headers(String method, String path) {
        return headers(proof(method, server.resolve(path), token, Instant.now()));
    }

    /** With another proof. */
    public Map<String, String> headers(String proof) {
        Map<String, String> headers = new HashMap<>(HttpFrom.json(Map.of("Authorization", "DPoP " + token)));
        headers.put(DpopProof.FIELD, proof);
        return headers;
    }

    /** As the owner does. */
    public Answer ask(String method, String path, String body) throws IOException {
        return ask(method, path, headers(method, path), body);
    }

    public Answer ask(String method, String path, Map<String, String> headers, String body) throws IOException {
        return client.ask(server.resolve(path), method, headers, body);
    }
}
