package org.ssms.license.session;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.util.Optional;
import org.ssms.license.AuditEntry;
import org.ssms.license.AuditEvent;
import org.ssms.license.AuditLog;
import org.ssms.license.Origin;
import org.ssms.license.Reason;

/** Opens and ends sessions, and says whose a token is. */
@Stateless
public class Sessions {
    @PersistenceContext(unitName = "license")
    private EntityManager entities;

    @Inject
    private Clock clock;

    @Inject
    private Tokens tokens;

    @Inject
    private LoginGuard guard;

    @Inject
    private AuditLog audit;

    /** Opens a session for somebody whose password was just found right. */
    public Session open(String username, String address) {
        audit.record(AuditEntry.granted(AuditEvent.LOGIN, new Origin(username, address)));
        return tokens.open(username);
    }

    /** Records a wrong user name or password. */
    public void refuse(String username, String address) {
        audit.record(AuditEntry.refused(AuditEvent.LOGIN, new Origin(username, address), Reason.WRONG_CREDENTIALS));
    }

    /** The session of a token, when it is ours, not over and not given back. */
    public Optional<Session> authenticate(String token, String address) {
        Optional<Session> session = live(token);
        if (session.isEmpty() && guard.isWorthRecording(address)) {
            audit.record(AuditEntry.refused(AuditEvent.TOKEN, new Origin(null, address), Reason.INVALID_TOKEN));
        }
        return session;
    }

    /** Ends the session of a token, so that the token is worth nothing from now on. Repeatable. */
    public void end(String token, String address) {
        live(token).ifPresent(session -> {
            entities.createQuery("delete from RevokedToken t where t.expiresAt < :now")
                    .setParameter("now", clock.instant())
                    .executeUpdate();
            entities.persist(new RevokedToken(session));
            audit.record(AuditEntry.granted(AuditEvent.LOGOUT, new Origin(session.username(), address)));
        });
    }

    private Optional<Session> live(String token) {
        return tokens.read(token).filter(session -> entities.find(RevokedToken.class, session.id()) == null);
    }
}
