package org.ssms.it.server;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.file.Files;
import java.text.ParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import org.ssms.it.server.HttpFrom.Answer;

/** The generated operator of {@code server}, who keeps accounts by REST. */
public final class Operator {
    public static final String ACCOUNTS = "/license/v1/accounts";

    private static final HttpFrom OFFICE = new HttpFrom("127.0.0.131");

    private final SsmsServer server;
    private final Map<String, String> login;

    /** Whose account has just been made, and the secret by which he sets a password. */
    public record Newcomer(String name, String secret) {}

    private Operator(SsmsServer server, Map<String, String> login) {
        this.server = server;
        this.login = login;
    }

    public static Operator of(SsmsServer server) throws IOException {
        Properties operators = new Properties();
        try (Reader file = Files.newBufferedReader(server.home().resolve("secrets/management/users.properties"))) {
            operators.load(file);
        }
        return new Operator(server, HttpFrom.basic("operator", operators.getProperty("operator")));
    }

    /**
     * Asks as this operator.
     *
     * @param path below the accounts, or a whole URI
     */
    public Answer ask(String method, String path) throws IOException {
        return OFFICE.ask(at(path), method, login, "");
    }

    /** The same with more header fields. */
    public Answer ask(String method, String path, Map<String, String> more) throws IOException {
        Map<String, String> headers = new HashMap<>(login);
        headers.putAll(more);
        return OFFICE.ask(at(path), method, headers, "");
    }

    /**
     * The same with a body of JSON.
     *
     * @param path as of {@link #ask}
     */
    public Answer send(String method, URI path, String json) throws IOException {
        return OFFICE.ask(path, method, HttpFrom.json(login), json);
    }

    /** Makes an account with a mailbox. */
    public Answer create(String name) throws IOException {
        String body = "{\"username\":\"" + name + "\",\"mailAddress\":\"" + name + "@localhost\"}";
        return OFFICE.ask(at(""), "POST", HttpFrom.json(login), body);
    }

    /** Makes one that nobody had before. */
    public Newcomer newcomer() throws IOException, ParseException {
        String name = "new" + UUID.randomUUID().toString().substring(0, 8);
        Answer made = create(name);
        if (made.status() != 201) {
            throw new IOException(made.status() + " " + made.body());
        }
        return new Newcomer(name, secret(made));
    }

    /** Of an account that was made or reset. */
    public static String secret(Answer answer) throws ParseException {
        return String.valueOf(JSONObjectUtils.getString(JSONObjectUtils.parse(answer.body()), "secret"));
    }

    private URI at(String path) {
        return path.startsWith("http") ? URI.create(path) : server.http().resolve(ACCOUNTS + path);
    }
}
