package org.ssms.license.session;

import static java.nio.charset.StandardCharsets.US_ASCII;

import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ssms.base.json.JsonObject;
import org.ssms.guard.login.AccountTable;
import org.ssms.protect.key.KeyEncryptionKey;

/**
 * A subscriber as the security domain {@code ssms} reads it: the password is known by its bcrypt hash, and where the
 * operator gave it by H(A1) for HTTP Digest, which is sealed (ADR 0020).
 */
@Entity
@Table(name = "account")
public class Account {
    static final String SUBSCRIBER = "subscriber";
    private static final String GUEST = "guest";

    @Id
    private String username;

    @Column(name = "password_hash")
    private String passwordHash;

    /** H(A1) for HTTP Digest, sealed; null: the account cannot log in by digest. */
    @Column(name = "digest_a1")
    private @Nullable String digestA1;

    /** The hash that one which was set here has replaced; null: none was set here. */
    @Column(name = "replaced_hash")
    private @Nullable String replacedHash;

    /** Of the secret by which its owner sets a password, until {@link #secretUntil}; null: there is none. */
    @Column(name = "secret_hash")
    private @Nullable String secretHash;

    @Column(name = "secret_until")
    private @Nullable Instant secretUntil;

    @Column(name = "mail_address")
    private @Nullable String mailAddress;

    /** Null: it came from the accounts file. */
    @Column(name = "created_at")
    private @Nullable Instant createdAt;

    @Column(name = "deleted_at")
    private @Nullable Instant deletedAt;

    /** Phone passwords that were made under an earlier version are void. */
    @Column(name = "phone_version")
    private long phoneVersion;

    /** Since when; null: none is void. */
    @Column(name = "phone_since")
    private @Nullable Instant phoneSince;

    @Column
    private boolean enabled;

    /** Raised to end everything that was handed out before; the tokens carry it. */
    @Column
    private long version;

    @ElementCollection(fetch = FetchType.LAZY)
    @CollectionTable(name = "account_role", joinColumns = @JoinColumn(name = "username"))
    @Column(name = "role")
    private Set<String> roles = new HashSet<>();

    protected Account() {}

    private Account(String username, String passwordHash, boolean enabled) {
        this.username = username;
        this.passwordHash = passwordHash;
        this.enabled = enabled;
    }

    static Account subscriber(AccountsFile.Line line, KeyEncryptionKey kek) {
        Account account = new Account(line.username(), line.passwordHash(), true);
        account.digestA1 = line.digestA1() == null ? null : account.sealed(line.digestA1(), kek);
        account.roles.add(SUBSCRIBER);
        return account;
    }

    /**
     * An account that an operator makes. It has no password until {@link #reset}.
     *
     * @param mailAddress null: he has no mailbox here
     * @param nobodysHash of a password that nobody knows
     */
    static Account made(String username, @Nullable String mailAddress, String nobodysHash, Instant now) {
        Account account = new Account(username, nobodysHash, true);
        account.mailAddress = mailAddress;
        account.createdAt = now;
        account.roles.add(SUBSCRIBER);
        return account;
    }

    /**
     * An account without a password, for who proves his address by a code.
     *
     * @param nobodysHash of a password that nobody knows
     */
    static Account guest(String name, String nobodysHash) {
        Account account = new Account(name, nobodysHash, true);
        account.roles.add(GUEST);
        return account;
    }

    /**
     * An account that nobody has: its password is checked for user names that do not exist.
     *
     * @param a1 as long as an H(A1)
     */
    static Account decoy(String passwordHash, String a1, KeyEncryptionKey kek) {
        Account account = new Account(AccountTable.STAND_IN, passwordHash, true);
        account.keepDigest(a1, kek);
        return account;
    }

    /** The decoy's, which one of an earlier version does not have, or under another key. */
    void keepDigest(String a1, KeyEncryptionKey kek) {
        if (digestA1(kek).isEmpty()) {
            digestA1 = sealed(a1, kek);
        }
    }

    private String sealed(String a1, KeyEncryptionKey kek) {
        return JsonObject.toBase64Url(kek.seal(a1.getBytes(US_ASCII), row()));
    }

    private String row() {
        return "account.digest_a1|" + username;
    }

    /** H(A1) for HTTP Digest; empty when there is none, or none that opens. */
    Optional<String> digestA1(KeyEncryptionKey kek) {
        return digestA1 == null
                ? Optional.empty()
                : kek.open(JsonObject.fromBase64Url(digestA1), row()).map(clear -> new String(clear, US_ASCII));
    }

    boolean hasDigest() {
        return digestA1 != null;
    }

    boolean isEnabled() {
        return enabled;
    }

    boolean isDecoy() {
        return username.equals(AccountTable.STAND_IN);
    }

    long version() {
        return version;
    }

    String passwordHash() {
        return passwordHash;
    }

    /** The decoy's, when the cost of the others has changed. */
    void replacePasswordHash(String other) {
        passwordHash = other;
    }

    /**
     * Nobody has a password for it from now on, and all sessions end. Who has the secret sets one.
     *
     * @param nobodysHash of a password that nobody knows
     * @param secret bcrypt
     */
    void reset(String nobodysHash, String secret, Instant until) {
        setPassword(nobodysHash);
        secretHash = secret;
        secretUntil = until;
    }

    /** Of phone passwords those are good that are made from now on. */
    void voidPhone(Instant now) {
        phoneVersion = version;
        phoneSince = now;
    }

    /** Ends all sessions, and logging in by digest, as that was by the password of before. */
    void setPassword(String hash) {
        if (replacedHash == null) {
            replacedHash = passwordHash;
        }
        passwordHash = hash;
        digestA1 = null;
        secretHash = null;
        secretUntil = null;
        version++;
    }

    /** Null: there is none that is good now. */
    @Nullable
    String secretHash(Instant now) {
        return secretUntil != null && now.isBefore(secretUntil) ? secretHash : null;
    }

    @Nullable
    Instant secretUntil() {
        return secretUntil;
    }

    /** What was handed out before ends, and is not good again when it is enabled once more. */
    void enable(boolean wanted) {
        if (enabled != wanted) {
            enabled = wanted;
            version++;
        }
    }

    /** For good. The name stays taken. */
    void delete(String nobodysHash, Instant now) {
        setPassword(nobodysHash);
        enabled = false;
        deletedAt = now;
        mailAddress = null;
        roles.clear();
    }

    boolean isDeleted() {
        return deletedAt != null;
    }

    boolean isSubscriber() {
        return roles.contains(SUBSCRIBER);
    }

    String username() {
        return username;
    }

    @Nullable
    String mailAddress() {
        return mailAddress;
    }

    @Nullable
    Instant createdAt() {
        return createdAt;
    }

    /**
     * Takes over the password of the accounts file; another one ends all sessions. Whether the account is enabled
     * stays as it is. A line that has what was replaced here says nothing new, nor does one of a deleted account.
     *
     * @return whether anything that lets him in is another than before
     */
    boolean update(AccountsFile.Line line, KeyEncryptionKey kek) {
        if (isDeleted() || line.passwordHash().equals(replacedHash)) {
            return false;
        }
        replacedHash = null;
        secretHash = null;
        secretUntil = null;
        Optional<String> before = digestA1(kek);
        boolean isOther = before.isPresent() && !before.get().equals(line.digestA1());
        boolean isChanged = isOther
                || !line.passwordHash().equals(passwordHash)
                || (digestA1 == null) != (line.digestA1() == null)
                || !roles.contains(SUBSCRIBER);
        if (!line.passwordHash().equals(passwordHash) || isOther) {
            passwordHash = line.passwordHash();
            version++;
        }
        if (line.digestA1() == null) {
            digestA1 = null;
        } else if (before.isEmpty() || isOther) {
            digestA1 = sealed(line.digestA1(), kek);
        }
        roles.add(SUBSCRIBER);
        return isChanged;
    }
}
