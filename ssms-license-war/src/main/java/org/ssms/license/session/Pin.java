package org.ssms.license.session;

import static java.nio.charset.StandardCharsets.US_ASCII;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import org.ssms.base.json.JsonObject;
import org.ssms.protect.key.KeyEncryptionKey;

/**
 * The PIN of a subscriber, known by its bcrypt hash. There are so few PINs that a hash is guessed in hours: so it is
 * sealed, and the table alone says nothing. Prints neither.
 */
@Entity
@Table(name = "phone_pin")
public class Pin {
    static final int MANY = 10;

    @Id
    private String username;

    @Column
    private String hash;

    @Column(name = "set_at")
    private Instant setAt;

    /** Guesses since the last one that was right. */
    @Column
    private int wrong;

    protected Pin() {}

    Pin(String username) {
        this.username = username;
    }

    void set(String bcrypt, KeyEncryptionKey kek, Instant now) {
        hash = JsonObject.toBase64Url(kek.seal(bcrypt.getBytes(US_ASCII), row()));
        setAt = now;
        wrong = 0;
    }

    /** Modular crypt format; empty when it does not open: with another key he has no PIN. */
    Optional<String> bcrypt(KeyEncryptionKey kek) {
        return kek.open(JsonObject.fromBase64Url(hash), row()).map(clear -> new String(clear, US_ASCII));
    }

    private String row() {
        return "phone_pin.hash|" + username;
    }

    Instant setAt() {
        return setAt;
    }

    int wrong() {
        return wrong;
    }

    /** Whether it is the one that was set then, and not another one since. */
    boolean isOf(Instant time) {
        return setAt.equals(time);
    }

    /**
     * Somebody guessed.
     *
     * @return whether its owner should be told: again so many in a row are no mistakes any more
     */
    boolean wasWrong() {
        wrong++;
        return wrong % MANY == 0;
    }

    void wasRight() {
        wrong = 0;
    }
}
