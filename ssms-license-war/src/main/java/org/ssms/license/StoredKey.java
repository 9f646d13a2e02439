package org.ssms.license;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.ssms.protect.key.KeyEncryptionKey;
import org.ssms.protect.key.KeyId;
import org.ssms.protect.key.KeyUnwrapException;
import org.ssms.protect.key.MessageId;
import org.ssms.protect.key.MessageKey;
import org.ssms.protect.key.WrappedKey;
import org.ssms.protect.license.KeyDeposit;

/**
 * A deposited message key, wrapped. Lives through three states, never back: deposited (no license yet), registered (the
 * recording is finished and its manifest hash known), destroyed (the key is gone, the names stay taken).
 */
@Entity
@Table(name = "message_key")
public class StoredKey {
    private static final Base64.Encoder TO_TEXT = Base64.getUrlEncoder().withoutPadding();

    @Id
    private UUID kid;

    @Column(name = "message_id", updatable = false)
    private String messageId;

    @Column(name = "kek_id")
    private String kekId;

    @Column(name = "wrapped_key")
    private @Nullable String wrappedKey;

    @Column(updatable = false)
    private String owner;

    @Column(updatable = false)
    private String caller;

    @Column(name = "deposited_at", updatable = false)
    private Instant depositedAt;

    @Column(name = "manifest_sha256")
    private @Nullable String manifestSha256;

    @Column(name = "destroyed_at")
    private @Nullable Instant destroyedAt;

    protected StoredKey() {}

    StoredKey(KeyDeposit deposit, KeyEncryptionKey kek, Instant now) {
        WrappedKey wrapped = kek.wrap(deposit.key(), deposit.messageId());
        this.kid = deposit.key().id().value();
        this.messageId = deposit.messageId().value();
        this.kekId = wrapped.kekId();
        this.wrappedKey = TO_TEXT.encodeToString(wrapped.bytes());
        this.owner = deposit.owner();
        this.caller = deposit.caller();
        this.depositedAt = now;
    }

    KeyId keyId() {
        return new KeyId(kid);
    }

    MessageId messageId() {
        return new MessageId(messageId);
    }

    /** Whether {@code deposit} is this one again, sent twice: same names, same key. Never for a destroyed key. */
    boolean isRepeatedBy(KeyDeposit deposit, KeyEncryptionKey kek) {
        boolean sameNames = kid.equals(deposit.key().id().value())
                && messageId.equals(deposit.messageId().value())
                && owner.equals(deposit.owner())
                && caller.equals(deposit.caller());
        if (!sameNames || wrappedKey == null) {
            return false;
        }
        try (MessageKey stored = open(kek)) {
            return MessageDigest.isEqual(
                    stored.revealForDeposit(), deposit.key().revealForDeposit());
        }
    }

    /**
     * Notes that the recording is finished.
     *
     * @return false when the key is of another message or destroyed, or another hash is registered; nothing is changed
     */
    boolean register(MessageId message, byte[] sha256) {
        String text = TO_TEXT.encodeToString(sha256);
        if (!messageId.equals(message.value()) || wrappedKey == null) {
            return false;
        }
        if (manifestSha256 == null) {
            manifestSha256 = text;
        }
        return manifestSha256.equals(text);
    }

    /** Removes the wrapped key for good: every copy of the message, anywhere, is dead. Harmless when repeated. */
    void destroy(Instant now) {
        if (destroyedAt == null) {
            wrappedKey = null;
            destroyedAt = now;
        }
    }

    /** Why this key may be released to nobody; null: it may, to who is entitled. */
    @Nullable
    Reason obstacle() {
        if (wrappedKey == null) {
            return Reason.DESTROYED;
        }
        return manifestSha256 == null ? Reason.NOT_REGISTERED : null;
    }

    /** SHA-256 of the manifest. Only for a registered key. */
    byte[] manifestSha256() {
        if (manifestSha256 == null) {
            throw new IllegalStateException("no manifest registered for " + kid);
        }
        return Base64.getUrlDecoder().decode(manifestSha256);
    }

    /**
     * The key in clear; the caller closes it.
     *
     * @throws IllegalStateException when the row was tampered with or another key encryption key is configured
     */
    MessageKey open(KeyEncryptionKey kek) {
        if (wrappedKey == null) {
            throw new IllegalStateException("key " + kid + " is destroyed");
        }
        try {
            byte[] wrapped = Base64.getUrlDecoder().decode(wrappedKey);
            return kek.unwrap(new WrappedKey(kekId, wrapped), keyId(), messageId());
        } catch (KeyUnwrapException e) {
            throw new IllegalStateException("SSMS-4005 key " + kid + " does not open", e);
        }
    }
}
