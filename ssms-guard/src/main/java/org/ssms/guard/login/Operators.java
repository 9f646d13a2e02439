package org.ssms.guard.login;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
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
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

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

    private final Path users;
    private final Path roles;
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
        /** What cannot, or lets somebody in: make an account, open it to somebody, delete it; say who is on a list. */
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
     * @param users file with operators and their passwords; need not exist
     * @param roles file with the role of each; need not exist
     * @param nanos {@link System#nanoTime}
     */
    public Operators(
            Path users, Path roles, PasswordDoor door, SecurityAudit audit, SecureRandom random, LongSupplier nanos) {
        this.nanos = nanos;
        this.users = users;
        this.roles = roles;
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

    /**
     * Whether a request is a page's: a browser would bring what its user has typed there once. Programs say nothing of
     * the kind, and no page of ours asks for operators.
     *
     * @param header the value of a header field by its name
     */
    public static boolean isFromPage(Function<String, @Nullable String> header) {
        @Nullable String site = header.apply("Sec-Fetch-Site");
        return header.apply("Origin") != null || !(site == null || site.equals("none") || site.equals("same-origin"));
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
        @Nullable String password = read(users).getProperty(claim.name());
        byte[] expected = password == null ? nobodys : sha256(password);
        boolean isRight = MessageDigest.isEqual(expected, sha256(claim.password()));
        return isRight && password != null
                ? role(read(roles).getProperty(claim.name(), "")).map(role -> new Operator(claim.name(), role))
                : Optional.empty();
    }

    private static byte[] sha256(String password) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(password.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
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
