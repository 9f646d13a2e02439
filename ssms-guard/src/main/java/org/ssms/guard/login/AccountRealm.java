package org.ssms.guard.login;

import java.security.Principal;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.wildfly.security.auth.SupportLevel;
import org.wildfly.security.auth.principal.NamePrincipal;
import org.wildfly.security.auth.server.RealmIdentity;
import org.wildfly.security.auth.server.RealmUnavailableException;
import org.wildfly.security.auth.server.SecurityRealm;
import org.wildfly.security.authz.AuthorizationIdentity;
import org.wildfly.security.authz.MapAttributes;
import org.wildfly.security.credential.Credential;
import org.wildfly.security.evidence.Evidence;
import org.wildfly.security.evidence.PasswordGuessEvidence;

/** The accounts of subscribers for Elytron, which asks {@link PasswordDoor} about passwords. */
public final class AccountRealm implements SecurityRealm {
    static final String ROLES = "groups";

    @Override
    public RealmIdentity getRealmIdentity(Principal principal) {
        return new Subscriber(principal.getName());
    }

    @Override
    public SupportLevel getCredentialAcquireSupport(
            Class<? extends Credential> type, @Nullable String algorithm, @Nullable AlgorithmParameterSpec parameters) {
        return SupportLevel.UNSUPPORTED;
    }

    @Override
    public SupportLevel getEvidenceVerifySupport(Class<? extends Evidence> type, @Nullable String algorithm) {
        return PasswordGuessEvidence.class.isAssignableFrom(type) ? SupportLevel.SUPPORTED : SupportLevel.UNSUPPORTED;
    }

    static AuthorizationIdentity authorization(Set<String> roles) {
        MapAttributes attributes = new MapAttributes();
        attributes.addAll(ROLES, roles);
        return AuthorizationIdentity.basicIdentity(attributes);
    }

    private static final class Subscriber implements RealmIdentity {
        private final String name;

        Subscriber(String name) {
            this.name = name;
        }

        @Override
        public Principal getRealmIdentityPrincipal() {
            return new NamePrincipal(name);
        }

        @Override
        public SupportLevel getCredentialAcquireSupport(
                Class<? extends Credential> type,
                @Nullable String algorithm,
                @Nullable AlgorithmParameterSpec parameters) {
            return SupportLevel.UNSUPPORTED;
        }

        @Override
        public <C extends Credential> @Nullable C getCredential(Class<C> type) {
            return null;
        }

        @Override
        public SupportLevel getEvidenceVerifySupport(Class<? extends Evidence> type, @Nullable String algorithm) {
            return PasswordGuessEvidence.class.isAssignableFrom(type)
                    ? SupportLevel.SUPPORTED
                    : SupportLevel.UNSUPPORTED;
        }

        @Override
        public boolean verifyEvidence(Evidence evidence) throws RealmUnavailableException {
            if (!(evidence instanceof PasswordGuessEvidence guess)) {
                return false;
            }
            LoginResult result =
                    Unavailable.when(() -> Doors.passwords().check(Attempt.asker(), name, guess.getGuess()));
            Attempt attempt = Attempt.current();
            if (attempt != null) {
                attempt.answered(result);
            }
            return result instanceof LoginResult.Right;
        }

        /** So that an unknown name is asked for its password like a known one. */
        @Override
        public boolean exists() {
            return true;
        }

        @Override
        public AuthorizationIdentity getAuthorizationIdentity() throws RealmUnavailableException {
            return authorization(Unavailable.when(() -> Doors.accounts().rolesOf(name)));
        }
    }
}
