package org.ssms.license.guest;

import static java.nio.charset.StandardCharsets.US_ASCII;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The code that was mailed last for an invitation, as a tag under a key that is not in the database. Good for one use,
 * for ten minutes, and for five tries. It stays after its use, to say that the address was proved.
 */
@Entity
@Table(name = "guest_code")
public class GuestCode {
    public static final Duration LIFETIME = Duration.ofMinutes(10);
    public static final int TRIES = 5;

    /** The grant that it was mailed for: the id of the invitation. */
    @Id
    @Column(name = "grant_id")
    private UUID grantId;

    @Column
    private String tag;

    @Column(name = "expires_at")
    private Instant expiresAt;

    @Column(name = "tries_left")
    private int triesLeft;

    @Column(name = "proved_at")
    private @Nullable Instant provedAt;

    protected GuestCode() {}

    public GuestCode(UUID grantId, String tag, Instant now) {
        this.grantId = grantId;
        replace(tag, now);
    }

    /** The one before is worth nothing from now on. */
    public final void replace(String other, Instant now) {
        tag = other;
        expiresAt = now.plus(LIFETIME);
        triesLeft = TRIES;
    }

    /** Takes one try. Whoever finds it right uses it up. */
    public boolean isProvedBy(String guessedTag, Instant now) {
        boolean open = triesLeft > 0 && now.isBefore(expiresAt);
        triesLeft = Math.max(0, triesLeft - 1);
        byte[] guessed = guessedTag.getBytes(US_ASCII);
        return MessageDigest.isEqual(guessed, tag.getBytes(US_ASCII)) && open;
    }

    /** Somebody has come in by it, for the first time or again: it is worth nothing from now on. */
    public void use(Instant now) {
        tag = "";
        triesLeft = 0;
        if (provedAt == null) {
            provedAt = now;
        }
    }

    /** The grant that was forwarded to the guest. */
    public UUID invitation() {
        return grantId;
    }

    /** Whether the guest of the invitation has proved his address, by this code or by one before. */
    public boolean isAddressProved() {
        return provedAt != null;
    }
}
