package org.ssms.license.ldap;

import jakarta.ejb.EJBException;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.util.Optional;
import java.util.UUID;
import org.ssms.guard.login.Asker;
import org.ssms.guard.login.Door;
import org.ssms.guard.login.LoginResult;
import org.ssms.license.LicenseConfig;
import org.ssms.license.LicenseDecision;
import org.ssms.license.LicenseLook;
import org.ssms.license.LicenseRequest;
import org.ssms.license.LicenseStatistics;
import org.ssms.license.Licenses;
import org.ssms.license.auth.Authentication;
import org.ssms.license.auth.Authentication.Later;
import org.ssms.license.auth.Authentication.Proved;
import org.ssms.license.auth.Authentication.Replayed;
import org.ssms.license.auth.Authentication.Wrong;
import org.ssms.license.auth.AuthenticationMethod;
import org.ssms.license.auth.AuthenticationMethods;
import org.ssms.license.auth.Evidence;
import org.ssms.license.session.Session;
import org.ssms.license.session.Sessions;
import org.ssms.protect.digest.MalformedCredentialsException;

/** What LDAP asks of the license server, by the same beans as HTTP. May be used by several threads, the SDK's. */
@Dependent
public class LdapDesk {
    @Inject
    private AuthenticationMethods methods;

    @Inject
    private Sessions sessions;

    @Inject
    private Licenses licenses;

    @Inject
    private LicenseStatistics statistics;

    @Inject
    private LicenseConfig config;

    /** What becomes of a bind. */
    sealed interface Bind {
        /** It was his proof: until he binds again, or ends the connection, he has this session. */
        record Opened(Session session) implements Bind {}

        record Refused(LdapResult result) implements Bind {}
    }

    /** Whether somebody may bind by the certificate of his connection. */
    boolean takesCertificates() {
        return config.certificates().isPresent();
    }

    /** The session is as good as one over HTTP, its token only never leaves. */
    Bind bind(Evidence evidence) {
        Optional<AuthenticationMethod> method = methods.usedBy(evidence);
        if (method.isEmpty()) {
            return new Bind.Refused(LdapResult.METHOD_NOT_SUPPORTED);
        }
        try {
            return opened(evidence, method.get().verify(evidence));
        } catch (MalformedCredentialsException e) {
            return new Bind.Refused(LdapResult.WRONG);
        }
    }

    private Bind opened(Evidence evidence, Authentication result) {
        String address = evidence.asker().address();
        if (result instanceof Proved proved) {
            return new Bind.Opened(sessions.open(proved.username(), proved.version(), null, address));
        }
        if (result instanceof Later later) {
            statistics.loginBackedOff();
            return new Bind.Refused(LdapResult.later(new LoginResult.Wait(later.time())));
        }
        if (result instanceof Wrong wrong) {
            sessions.refuse(wrong.claimed(), address);
        } else if (result instanceof Replayed replayed) {
            sessions.refuseReplay(evidence.asker(), replayed.claimed());
        }
        return new Bind.Refused(LdapResult.WRONG);
    }

    /** Whether a session is still one: not over, and its account what it was. */
    boolean isGood(Session session, InetAddress address) {
        return sessions.authenticate(session.token(), Asker.of(Door.LDAP, address))
                .isPresent();
    }

    LicenseDecision license(LicenseRequest request) {
        try {
            return licenses.acquire(request);
        } catch (EJBException race) {
            return licenses.acquire(request); // the same request came twice at once: now the other one is seen
        }
    }

    LicenseLook look(LicenseRequest request) {
        return licenses.look(request);
    }

    /**
     * Whether a license that was given may be shown again.
     *
     * @param lease of its play
     */
    LicenseLook again(LicenseRequest request, UUID lease) {
        return licenses.lookAgain(request, lease);
    }
}
