package org.ssms.guard.login;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.ssms.guard.Source;

/**
 * Passwords that bcrypt found right a moment ago, so that a program that sends one with each request costs bcrypt
 * once a minute. Kept is only HMAC-SHA-256, under a key of this process, over name, stored hash and password:
 * neither a password nor anything to guess one by, and worth nothing once the stored hash changes. Bounded.
 * Thread-safe.
 */
final class RememberedPasswords {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_BYTES = 32;
    private static final Duration REMEMBERED_FOR = Duration.ofMinutes(1);
    private static final int CAPACITY = 10_000;
    private static final int PROGRAMS = 16;

    private final Clock clock;
    private final SecretKeySpec key;
    private final Map<ByteBuffer, Memory> right = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Memory> eldest) {
            return size() > CAPACITY;
        }
    };

    /** @param programs where it is sent from with each request */
    private record Memory(Instant since, Set<Source> programs) {}

    RememberedPasswords(Clock clock, SecureRandom random) {
        byte[] bytes = new byte[KEY_BYTES];
        random.nextBytes(bytes);
        this.clock = clock;
        this.key = new SecretKeySpec(bytes, ALGORITHM);
    }

    boolean isRight(Account account, char[] password) {
        ByteBuffer pair = pair(account, password);
        synchronized (right) {
            @Nullable Memory memory = right.get(pair);
            return memory != null && clock.instant().isBefore(memory.since().plus(REMEMBERED_FOR));
        }
    }

    void wasRight(Account account, char[] password) {
        ByteBuffer pair = pair(account, password);
        synchronized (right) {
            right.remove(pair); // the eldest is the first to go
            right.put(pair, new Memory(clock.instant(), new HashSet<>()));
        }
    }

    /**
     * Whether a program from there has used it since it was found right; from now on it has. After {@value #PROGRAMS}
     * every one has: whoever comes from ever other addresses does not fill the audit.
     */
    boolean isUsedAgain(Account account, char[] password, Source source) {
        ByteBuffer pair = pair(account, password);
        synchronized (right) {
            @Nullable Memory memory = right.get(pair);
            if (memory == null) {
                return false;
            }
            return memory.programs().size() >= PROGRAMS || !memory.programs().add(source);
        }
    }

    private ByteBuffer pair(Account account, char[] password) {
        ByteBuffer secret = UTF_8.encode(CharBuffer.wrap(password));
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            for (String text : new String[] {account.name(), account.passwordHash()}) {
                mac.update(text.getBytes(UTF_8));
                mac.update((byte) 0); // in no name of an account and in no hash
            }
            mac.update(secret.duplicate());
            return ByteBuffer.wrap(mac.doFinal());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        } finally {
            while (secret.hasRemaining()) {
                secret.put((byte) 0);
            }
        }
    }
}
