package org.ssms.license;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.ssms.guard.Source;
import org.ssms.guard.login.GuessGuard;
import org.ssms.license.session.ControlCodes;

/** Who has left a message without an account, and says its control code, gets a token for it. */
@Stateless
public class SenderControl {
    /** No user has that name: all who say codes count together, beside each source by itself. */
    private static final String ALL = "control code";

    private static final Pattern CODE = Pattern.compile("[0-9]{" + ControlCodes.DIGITS + "}");

    @PersistenceContext(unitName = "license")
    private EntityManager entities;

    @Inject
    private AuditLog audit;

    @Inject
    private ControlCodes codes;

    @Inject
    private GuessGuard guesses;

    /** The answer to a code. */
    public sealed interface Answer {
        record Opened(ControlCodes.Control control) implements Answer {}

        /** One answer for what was never a code, and for that of a message that is not there (any more). */
        record Refused() implements Answer {}

        /** Not looked at: too many were wrong. */
        record Later(Duration time) implements Answer {}
    }

    /**
     * Looks for the message of a code. Never {@link GuessGuard#succeeded}: who has one code would guess others as often
     * as he likes.
     *
     * @param source with which a wrong one is counted
     */
    public Answer open(String code, Source source, Origin origin) {
        Duration wait = guesses.attempt(ALL, source);
        if (!wait.isZero()) {
            audit.recordWithinBudget(AuditEntry.refused(AuditEvent.CONTROL, origin, Reason.BACK_OFF), "wait");
            return new Answer.Later(wait);
        }
        boolean wrong = false;
        try {
            Optional<StoredKey> found = find(code);
            wrong = found.isEmpty();
            return found.isEmpty() ? refused(origin) : opened(found.get(), origin);
        } finally {
            if (!wrong) { // also when something of ours failed
                guesses.abandoned(ALL, source);
            }
        }
    }

    private Optional<StoredKey> find(String code) {
        String hash = codes.hash(code); // whatever it is, so that every answer costs the same
        return entities.createQuery("select k from StoredKey k where k.controlCode = :hash", StoredKey.class)
                .setParameter("hash", hash)
                .getResultStream()
                .filter(key -> CODE.matcher(code).matches() && key.isThereForSender())
                .findFirst();
    }

    private Answer refused(Origin origin) {
        audit.recordWithinBudget(
                AuditEntry.refused(AuditEvent.CONTROL, origin, Reason.WRONG_CREDENTIALS), "wrong code");
        return new Answer.Refused();
    }

    private Answer opened(StoredKey key, Origin origin) {
        audit.record(new AuditEntry(AuditEvent.CONTROL, key.keyId(), key.messageId(), origin, null));
        return new Answer.Opened(codes.open(key.messageId()));
    }
}
