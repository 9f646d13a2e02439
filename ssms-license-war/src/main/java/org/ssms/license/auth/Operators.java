package org.ssms.license.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.ssms.guard.login.Asker;
import org.ssms.guard.login.PasswordDoor;
import org.ssms.guard.login.SecurityAudit;
import org.ssms.protect.key.Sha256;

/**
 * The operators, who are those of management and JMX: one list for all. They prove who they are with each request (HTTP
 * Basic, RFC 7617), so nothing is handed out that would have to end; their files are read anew each time. Guesses are
 * slowed as everywhere, and a name that is nobody's costs what a wrong password costs. Thread-safe.
 */
public final class Operators {
    private static final String SCHEME = "Basic ";
    private static final int MAX_CHARS = 1024;
    private static final int SECRET_BYTES = 32;
    /** One line in the audit is enough for so long. */
    private static final Duration QUIET = Duration.ofMinutes(1);
    /** Of more there is a line each time. */
    private static final int MAX_SEEN = 1000;

    private final OperatorConfig config;
    private final PasswordDoor door;
    private final SecurityAudit audit;
    private final byte[] nobodys = new byte[SECRET_BYTES];
    private final LongSupplier nanos;
    /** When an operator was seen at an address, for which there is a line in the audit. */
    private final Map<String, Long> seen = new HashMap<>();

    /** What an operator may do: each what those before it may, too. */
    public enum Role {
        /** See how it goes, and who there is. */
        READ,
        /** What can be undone: let the owner of an account in or not. */
        OPERATE,
        /** What cannot: make an account, open it to somebody, delete it. */
        SECURITY;

        private String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Somebody who has proved who he is. */
    public record Operator(String name, Role role) {
        public boolean may(Role needed) {
            return role.compareTo(needed) >= 0;
        }
    }

    /** What is said to who asks. */
    public sealed interface Answer {
        record Known(Operator operator) implements Answer {}

        /** No such operator, not his password, or no role. */
        record Unknown() implements Answer {}

        /** Not looked at: too many were wrong. */
        record Later(Duration time) implements Answer {}
    }

    private record Claim(String name, String password) {
        @Override
        public String toString() {
            return "Claim[redacted]";
        }
    }

    /**
     * Reads nothing yet.
     *
     * @param nanos {@link System#nanoTime}
     */
    public Operators(
            OperatorConfig config, PasswordDoor door, SecurityAudit audit, SecureRandom random, LongSupplier nanos) {
        this.nanos = nanos;
        this.config = config;
        this.door = door;
        this.audit = audit;
        random.nextBytes(nobodys);
    }

    /**
     * Looks at a request. Reads two short files.
     *
     * @param authorization the header field's value; null: there is none
     * @throws UncheckedIOException when the files cannot be read
     */
    public Answer ask(Asker asker, @Nullable String authorization) {
        Optional<Claim> claim = claim(authorization);
        if (claim.isEmpty()) {
            return new Answer.Unknown();
        }
        String name = claim.get().name();
        Duration wait = door.admitElsewhere(asker, name);
        if (!wait.isZero()) {
            return new Answer.Later(wait);
        }
        boolean looked = false;
        try {
            Optional<Operator> operator = operator(claim.get());
            looked = true;
            if (operator.isEmpty()) {
                audit.refused(asker, "login", name, "wrong");
                return new Answer.Unknown();
            }
            door.provedElsewhere(asker, name);
            if (isNew(asker, name)) {
                audit.granted(asker, "login", name);
            }
            return new Answer.Known(operator.get());
        } finally {
            if (!looked) {
                door.abandonedElsewhere(asker, name);
            }
        }
    }

    /** Whether that operator was not seen from there within a minute: each request proves him, and none is a login. */
    private boolean isNew(Asker asker, String name) {
        long now = nanos.getAsLong();
        synchronized (seen) {
            seen.values().removeIf(time -> now - time >= QUIET.toNanos());
            String who = asker.address() + " " + name;
            if (seen.containsKey(who) || seen.size() >= MAX_SEEN) {
                return !seen.containsKey(who);
            }
            seen.put(who, now);
            return true;
        }
    }

    private static Optional<Claim> claim(@Nullable String authorization) {
        if (authorization == null
                || authorization.length() > MAX_CHARS
                || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Optional.empty();
        }
        try {
            byte[] pair = Base64.getDecoder()
                    .decode(authorization.substring(SCHEME.length()).strip());
            String text = new String(pair, UTF_8);
            int colon = text.indexOf(':');
            return colon < 0
                    ? Optional.empty()
                    : Optional.of(new Claim(Usernames.orNobody(text.substring(0, colon)), text.substring(colon + 1)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Optional<Operator> operator(Claim claim) {
        @Nullable String password = read(config.users()).getProperty(claim.name());
        byte[] expected = password == null ? nobodys : Sha256.of(password.getBytes(UTF_8));
        boolean isRight =
                MessageDigest.isEqual(expected, Sha256.of(claim.password().getBytes(UTF_8)));
        return isRight && password != null
                ? role(read(config.roles()).getProperty(claim.name(), "")).map(role -> new Operator(claim.name(), role))
                : Optional.empty();
    }

    /** The last of those that are named. */
    private static Optional<Role> role(String names) {
        Set<String> named =
                Arrays.stream(names.split(",", -1)).map(String::strip).collect(Collectors.toCollection(TreeSet::new));
        return Arrays.stream(Role.values())
                .filter(role -> named.contains(role.text()))
                .reduce((before, last) -> last);
    }

    private static Properties read(Path file) {
        Properties properties = new Properties();
        if (Files.notExists(file)) {
            return properties;
        }
        try (Reader text = Files.newBufferedReader(file, UTF_8)) {
            properties.load(text);
            return properties;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
