package org.ssms.guard.login;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.spec.AlgorithmParameterSpec;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.wildfly.security.auth.SupportLevel;
import org.wildfly.security.auth.principal.NamePrincipal;
import org.wildfly.security.auth.realm.token.TokenSecurityRealm;
import org.wildfly.security.auth.realm.token.validator.JwtValidator;
import org.wildfly.security.auth.server.RealmIdentity;
import org.wildfly.security.auth.server.RealmUnavailableException;
import org.wildfly.security.auth.server.SecurityRealm;
import org.wildfly.security.authz.Attributes;
import org.wildfly.security.authz.AuthorizationIdentity;
import org.wildfly.security.credential.Credential;
import org.wildfly.security.evidence.BearerTokenEvidence;
import org.wildfly.security.evidence.Evidence;

/**
 * Session tokens of the license server at the mailbox. Elytron checks the signature, issuer, audience and time;
 * {@link AccountTable#rolesOf(String, long, UUID)} says whether the token is still good, as for the license server
 * itself.
 */
public final class TokenRealm implements SecurityRealm {
    /** Of sessions by PIN (RFC 8176), which hear messages by phone and open no mailbox on the web. */
    private static final String LIMITED = "amr";

    private static final String BEARER = "Bearer ";
    /** RFC 9449 §6.1: the token is bound to a key of its owner, of which nobody knows here (§7.2). */
    private static final String CONFIRMATION = "cnf";

    private static final RealmIdentity NOBODY = RealmIdentity.NON_EXISTENT;

    private @Nullable SecurityRealm signed;

    /**
     * Called once by Elytron.
     *
     * @param settings {@code keystore}, {@code password} and {@code alias} of the certificate, {@code issuer},
     *     {@code audience}
     */
    public void initialize(Map<String, String> settings) throws IOException, GeneralSecurityException {
        try (InputStream file = Files.newInputStream(Path.of(setting(settings, "keystore")))) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(file, setting(settings, "password").toCharArray());
            signed = TokenSecurityRealm.builder()
                    .principalClaimName("sub")
                    .validator(JwtValidator.builder()
                            .issuer(setting(settings, "issuer"))
                            .audience(setting(settings, "audience"))
                            .publicKey(store.getCertificate(setting(settings, "alias"))
                                    .getPublicKey())
                            .build())
                    .build();
        }
        Doors.tokensAreReadBy(this);
    }

    /**
     * Ends the session of a token of ours, so that it is worth nothing from now on. Repeatable. One that is bound to a
     * key ends at the license server only, where its owner proves that he has the key.
     */
    void end(Asker asker, String token) {
        try {
            @Nullable Attributes claims = claims(new BearerTokenEvidence(token));
            if (claims != null
                    && !claims.containsKey(CONFIRMATION)
                    && rolesOf(claims).isPresent()) {
                // all tokens of a session have its id; those of an earlier version end with the one
                String end = claims.getFirst(claims.containsKey("end") ? "end" : "exp");
                Doors.accounts()
                        .revoke(UUID.fromString(claims.getFirst("jti")), Instant.ofEpochSecond(Long.parseLong(end)));
                Doors.audit().granted(asker, "logout", claims.getFirst("sub"));
            }
        } catch (RealmUnavailableException e) {
            throw new IllegalStateException(e);
        }
    }

    static boolean isBearer(String authorization) {
        return authorization.regionMatches(true, 0, BEARER, 0, BEARER.length());
    }

    /** By the header that carries the token. */
    boolean isGood(String authorization) {
        try {
            @Nullable
            Attributes claims = claims(new BearerTokenEvidence(
                    authorization.substring(BEARER.length()).strip()));
            return claims != null && rolesOf(claims).isPresent();
        } catch (RealmUnavailableException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Of a token that is signed, for us and not over; null: it is none. */
    private @Nullable Attributes claims(Evidence evidence) throws RealmUnavailableException {
        RealmIdentity proved = signed == null ? NOBODY : signed.getRealmIdentity(evidence);
        return proved.exists() ? proved.getAuthorizationIdentity().getAttributes() : null;
    }

    private static String setting(Map<String, String> settings, String name) {
        String value = settings.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the token realm needs '" + name + "'");
        }
        return value;
    }

    @Override
    public RealmIdentity getRealmIdentity(Evidence evidence) throws RealmUnavailableException {
        if (!(evidence instanceof BearerTokenEvidence)) {
            return NOBODY;
        }
        Asker asker = Attempt.asker();
        @Nullable Attributes claims = claims(evidence);
        if (claims == null) {
            Doors.audit().refused(asker, "token", null, "invalid");
            return NOBODY;
        }
        String name = claims.getFirst("sub");
        Optional<Set<String>> roles = Unavailable.when(() -> rolesOf(claims));
        if (roles.isEmpty()) {
            Doors.audit().refused(asker, "token", name, "no longer good");
            return NOBODY;
        }
        return new Listener(name, roles.get());
    }

    private static Optional<Set<String>> rolesOf(Attributes claims) {
        String name = claims.getFirst("sub");
        String id = claims.getFirst("jti");
        String version = claims.getFirst("ver");
        if (name == null || id == null || version == null || claims.containsKey(LIMITED)) {
            return Optional.empty();
        }
        try {
            return Doors.accounts().rolesOf(name, Long.parseLong(version), UUID.fromString(id));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // signed, but by an older version of us
        }
    }

    @Override
    public SupportLevel getCredentialAcquireSupport(
            Class<? extends Credential> type, @Nullable String algorithm, @Nullable AlgorithmParameterSpec parameters) {
        return SupportLevel.UNSUPPORTED;
    }

    @Override
    public SupportLevel getEvidenceVerifySupport(Class<? extends Evidence> type, @Nullable String algorithm) {
        return BearerTokenEvidence.class.isAssignableFrom(type) ? SupportLevel.SUPPORTED : SupportLevel.UNSUPPORTED;
    }

    /** Whoever brought a token that is good. */
    private record Listener(String name, Set<String> roles) implements RealmIdentity {
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
            return BearerTokenEvidence.class.isAssignableFrom(type) ? SupportLevel.SUPPORTED : SupportLevel.UNSUPPORTED;
        }

        /** Looked at before this identity was made. */
        @Override
        public boolean verifyEvidence(Evidence evidence) {
            return evidence instanceof BearerTokenEvidence;
        }

        @Override
        public boolean exists() {
            return true;
        }

        @Override
        public AuthorizationIdentity getAuthorizationIdentity() {
            return AccountRealm.authorization(roles);
        }
    }
}
