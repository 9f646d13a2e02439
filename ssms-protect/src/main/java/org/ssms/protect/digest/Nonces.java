package org.ssms.protect.digest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.ssms.base.json.JsonObject;
import org.ssms.protect.key.MacKey;

/**
 * Nonces that need no memory (RFC 7616 §5.4): the time of issue and randomness, authenticated together with the address
 * that they were issued to. The key lives as long as this object: after a restart no nonce from before is good, whose
 * counts are forgotten. Thread-safe.
 */
public final class Nonces {
    private static final int RANDOM_BYTES = 8;
    private static final int ISSUE_BYTES = Long.BYTES + RANDOM_BYTES;
    private static final int TAG_BYTES = 16;
    private static final int BYTES = ISSUE_BYTES + TAG_BYTES;
    private static final int CHARS = (BYTES * 8 + 5) / 6;

    private final MacKey key;
    private final SecureRandom random;
    private final Clock clock;
    private final Duration lifetime;

    public Nonces(SecureRandom random, Clock clock, Duration lifetime) {
        this.key = MacKey.generate(random);
        this.random = random;
        this.clock = clock;
        this.lifetime = lifetime;
    }

    /** A new nonce, good for requests from {@code address} only. */
    public String issue(String address) {
        byte[] noise = new byte[RANDOM_BYTES];
        random.nextBytes(noise);
        byte[] issue = ByteBuffer.allocate(ISSUE_BYTES)
                .putLong(clock.millis())
                .put(noise)
                .array();
        byte[] nonce = ByteBuffer.allocate(BYTES)
                .put(issue)
                .put(key.tag(issueTo(address, issue)), 0, TAG_BYTES)
                .array();
        return JsonObject.toBase64Url(nonce);
    }

    /** When we issued this nonce; empty when we did not issue it to this address, or too long ago. */
    public Optional<Instant> issued(String nonce, String address) {
        if (nonce.length() != CHARS) {
            return Optional.empty();
        }
        ByteBuffer bytes;
        try {
            bytes = ByteBuffer.wrap(JsonObject.fromBase64Url(nonce));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        byte[] issue = new byte[ISSUE_BYTES];
        byte[] tag = new byte[TAG_BYTES];
        bytes.get(issue).get(tag);
        if (!MessageDigest.isEqual(Arrays.copyOf(key.tag(issueTo(address, issue)), TAG_BYTES), tag)) {
            return Optional.empty();
        }
        Instant at = Instant.ofEpochMilli(ByteBuffer.wrap(issue).getLong());
        return clock.instant().isBefore(at.plus(lifetime)) ? Optional.of(at) : Optional.empty();
    }

    private static byte[] issueTo(String address, byte[] issue) {
        byte[] to = address.getBytes(UTF_8);
        return ByteBuffer.allocate(issue.length + to.length).put(issue).put(to).array();
    }
}
