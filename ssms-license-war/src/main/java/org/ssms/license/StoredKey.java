package org.ssms.license;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.Objects;
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

    /** User name of who has proved to have left the message. */
    @Column(updatable = false)
    private @Nullable String sender;

    /** Hash of the control code that the caller was told who has no account. */
    @Column(name = "control_code", updatable = false)
    private @Nullable String controlCode;

    @Column(name = "deposited_at", updatable = false)
    private Instant depositedAt;

    @Column(name = "manifest_sha256")
    private @Nullable String manifestSha256;

    @Column(name = "destroyed_at")
    private @Nullable Instant destroyedAt;

    @Column(name = "extended_at")
    private @Nullable Instant extendedAt;

    @Column(name = "recalled_at")
    private @Nullable Instant recalledAt;

    protected StoredKey() {}

    StoredKey(KeyDeposit deposit, KeyEncryptionKey kek, Instant now) {
        WrappedKey wrapped = kek.wrap(deposit.key(), deposit.messageId());
        this.kid = deposit.key().id().value();
        this.messageId = deposit.messageId().value();
        this.kekId = wrapped.kekId();
        this.wrappedKey = TO_TEXT.encodeToString(wrapped.bytes());
        this.owner = deposit.owner();
        this.caller = deposit.caller();
        this.sender = deposit.sender();
        this.depositedAt = now;
    }

    KeyId keyId() {
        return new KeyId(kid);
    }

    MessageId messageId() {
        return new MessageId(messageId);
    }

    String owner() {
        return owner;
    }

    boolean isSentBy(String user) {
        return user.equals(sender) || (controlCode != null && user.equals(Origin.controlling(messageId())));
    }

    @Nullable
    String sender() {
        return sender;
    }

    /** Who says the code of that hash is the sender. Only of a key that is not stored yet. */
    void controlBy(String hash) {
        controlCode = hash;
    }

    boolean isControlledBy(String hash) {
        return hash.equals(controlCode);
    }

    /** One that was recalled is still his; one whose recording is not finished, or that its owner destroyed, is not. */
    boolean isThereForSender() {
        Reason obstacle = obstacle();
        return obstacle == null || obstacle == Reason.REVOKED;
    }

    /** Whether the sender has allowed more since than he did at first. */
    boolean isExtended() {
        return extendedAt != null;
    }

    void extend(Instant now) {
        extendedAt = now;
    }

    Instant depositedAt() {
        return depositedAt;
    }

    /** Null: it was not. */
    @Nullable
    Instant recalledAt() {
        return recalledAt;
    }

    /** Whether {@code deposit} is this one again, sent twice: same names, same key. Never for a destroyed key. */
    boolean isRepeatedBy(KeyDeposit deposit, KeyEncryptionKey kek) {
        boolean sameNames = kid.equals(deposit.key().id().value())
                && messageId.equals(deposit.messageId().value())
                && owner.equals(deposit.owner())
                && caller.equals(deposit.caller())
                && Objects.equals(sender, deposit.sender());
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

    /**
     * Destroys the key for its sender, and says so to the holders. Harmless when repeated, or when it is gone already.
     */
    void recall(Instant now) {
        if (destroyedAt == null) {
            destroy(now);
            recalledAt = now;
        }
    }

    /** Why this key may be released to nobody; null: it may, to who is entitled. */
    @Nullable
    Reason obstacle() {
        if (wrappedKey == null) {
            return recalledAt == null ? Reason.DESTROYED : Reason.REVOKED;
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
