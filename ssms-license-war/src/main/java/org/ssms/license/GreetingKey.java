package org.ssms.license;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import org.ssms.protect.key.KeyEncryptionKey;
import org.ssms.protect.key.KeyId;
import org.ssms.protect.key.KeyUnwrapException;
import org.ssms.protect.key.MessageId;
import org.ssms.protect.key.MessageKey;
import org.ssms.protect.key.WrappedKey;

/** The key, wrapped, of one greeting; it is there or destroyed, and its row with it. */
@Entity
@Table(name = "greeting_key")
class GreetingKey {
    private static final Base64.Encoder TO_TEXT = Base64.getUrlEncoder().withoutPadding();

    @Id
    private UUID kid;

    @Column(name = "greeting_id", updatable = false)
    private String greetingId;

    @Column(updatable = false)
    private String owner;

    @Column(name = "kek_id")
    private String kekId;

    @Column(name = "wrapped_key")
    private String wrappedKey;

    @Column(name = "deposited_at", updatable = false)
    private Instant depositedAt;

    protected GreetingKey() {}

    GreetingKey(MessageKey key, MessageId greetingId, String owner, KeyEncryptionKey kek, Instant now) {
        WrappedKey wrapped = kek.wrap(key, greetingId);
        this.kid = key.id().value();
        this.greetingId = greetingId.value();
        this.owner = owner;
        this.kekId = wrapped.kekId();
        this.wrappedKey = TO_TEXT.encodeToString(wrapped.bytes());
        this.depositedAt = now;
    }

    String owner() {
        return owner;
    }

    MessageId greetingId() {
        return new MessageId(greetingId);
    }

    /** Whether the same was deposited before. */
    boolean isRepeatedBy(MessageKey key, MessageId greeting, String of, KeyEncryptionKey kek) {
        if (!greetingId.equals(greeting.value()) || !owner.equals(of)) {
            return false;
        }
        try (MessageKey stored = open(kek)) {
            return MessageDigest.isEqual(stored.revealForDeposit(), key.revealForDeposit());
        }
    }

    /**
     * The key in clear; the caller closes it.
     *
     * @throws IllegalStateException when the row was tampered with or another key encryption key is configured
     */
    MessageKey open(KeyEncryptionKey kek) {
        try {
            byte[] wrapped = Base64.getUrlDecoder().decode(wrappedKey);
            return kek.unwrap(new WrappedKey(kekId, wrapped), new KeyId(kid), greetingId());
        } catch (KeyUnwrapException e) {
            throw new IllegalStateException("SSMS-4005 key " + kid + " does not open", e);
        }
    }
}
