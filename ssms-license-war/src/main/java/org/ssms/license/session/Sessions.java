package org.ssms.license.session;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ssms.guard.login.AccountTable;
import org.ssms.guard.login.Asker;
import org.ssms.guard.login.Door;
import org.ssms.guard.login.SecurityAudit;
import org.ssms.license.AuditEntry;
import org.ssms.license.AuditEvent;
import org.ssms.license.AuditLog;
import org.ssms.license.Origin;
import org.ssms.license.Reason;

/** Opens and ends sessions, and says whose a token is. */
@Stateless
public class Sessions {
    @Inject
    private Tokens tokens;

    @Inject
    private AccountTable accounts;

    @Inject
    private SecurityAudit security;

    @Inject
    private AuditLog audit;

    /**
     * Opens a session for somebody who has just proved who he is.
     *
     * @param jkt of the key that he has proved to have, too; null: the session is bound to none
     */
    public Session open(String username, long version, @Nullable String jkt, String address) {
        audit.record(AuditEntry.granted(AuditEvent.LOGIN, new Origin(username, address)));
        return tokens.open(username, version, jkt);
    }

    /** Records a wrong proof. */
    public void refuse(String username, String address) {
        audit.record(AuditEntry.refused(AuditEvent.LOGIN, new Origin(username, address), Reason.WRONG_CREDENTIALS));
    }

    /** Records a right proof that was used before, as far as nobody floods the audit with them. */
    public void refuseReplay(Asker asker, String username) {
        if (security.refused(asker, "login", username, "replayed")) {
            audit.record(AuditEntry.refused(AuditEvent.LOGIN, new Origin(username, asker.address()), Reason.REPLAYED));
        }
    }

    /** Records that a good token came, but not from its owner, as far as nobody floods the audit with it. */
    public void refuse(Session session, String address, Reason reason) {
        String why = reason == Reason.REPLAYED ? "replayed" : "not by its key";
        if (security.refused(Asker.of(Door.LICENSE, address), "token", session.username(), why)) {
            audit.record(AuditEntry.refused(AuditEvent.TOKEN, new Origin(session.username(), address), reason));
        }
    }

    /** The session of a token, when it is ours, not over, not given back, and its account still what it was. */
    public Optional<Session> authenticate(String token, String address) {
        return authenticate(token, Asker.of(Door.LICENSE, address));
    }

    /** As {@link #authenticate(String, String)}, at whatever door the token was shown. */
    public Optional<Session> authenticate(String token, Asker asker) {
        Optional<Session> session = find(token);
        if (session.isEmpty() && security.refused(asker, "token", null, "no longer good")) {
            audit.record(AuditEntry.refused(AuditEvent.TOKEN, new Origin(null, asker.address()), Reason.INVALID_TOKEN));
        }
        return session;
    }

    /** A later token for a session. Does not lengthen it, and leaves it bound as it is. */
    public Session renew(Session session, String address) {
        audit.record(AuditEntry.granted(AuditEvent.RENEWAL, new Origin(session.username(), address)));
        return tokens.renewed(session);
    }

    /** Ends a session, so that all its tokens are worth nothing from now on. Repeatable. */
    public void end(Session session, String address) {
        accounts.revoke(session.id(), session.endsAt());
        audit.record(AuditEntry.granted(AuditEvent.LOGOUT, new Origin(session.username(), address)));
        security.granted(Asker.of(Door.LICENSE, address), "logout", session.username());
    }

    /** As {@link #authenticate}, but nothing is written down of a token that is no longer good. */
    public Optional<Session> find(String token) {
        return tokens.read(token)
                .filter(session -> accounts.rolesOf(session.username(), session.version(), session.id())
                        .isPresent());
    }
}
