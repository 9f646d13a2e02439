package org.ssms.license.session;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.util.Optional;
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

    /** Opens a session for somebody whose password, or a guest's code, was just found right. */
    public Session open(String username, long version, String address) {
        audit.record(AuditEntry.granted(AuditEvent.LOGIN, new Origin(username, address)));
        return tokens.open(username, version);
    }

    /** Records a wrong user name or password. */
    public void refuse(String username, String address) {
        audit.record(AuditEntry.refused(AuditEvent.LOGIN, new Origin(username, address), Reason.WRONG_CREDENTIALS));
    }

    /** The session of a token, when it is ours, not over, not given back, and its account still what it was. */
    public Optional<Session> authenticate(String token, String address) {
        Optional<Session> session = live(token);
        if (session.isEmpty() && security.refused(Asker.of(Door.LICENSE, address), "token", null, "no longer good")) {
            audit.record(AuditEntry.refused(AuditEvent.TOKEN, new Origin(null, address), Reason.INVALID_TOKEN));
        }
        return session;
    }

    /** Ends the session of a token, so that the token is worth nothing from now on. Repeatable. */
    public void end(String token, String address) {
        live(token).ifPresent(session -> {
            accounts.revoke(session.id(), session.expiresAt());
            audit.record(AuditEntry.granted(AuditEvent.LOGOUT, new Origin(session.username(), address)));
            security.granted(Asker.of(Door.LICENSE, address), "logout", session.username());
        });
    }

    private Optional<Session> live(String token) {
        return tokens.read(token)
                .filter(session -> accounts.rolesOf(session.username(), session.version(), session.id())
                        .isPresent());
    }
}
