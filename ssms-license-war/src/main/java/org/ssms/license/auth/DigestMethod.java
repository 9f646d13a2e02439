package org.ssms.license.auth;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.ssms.guard.login.Asker;
import org.ssms.guard.login.PasswordDoor;
import org.ssms.guard.login.SecurityAudit;
import org.ssms.guard.login.Usernames;
import org.ssms.license.auth.Authentication.Proved;
import org.ssms.license.auth.Authentication.Replayed;
import org.ssms.license.auth.Authentication.Unasked;
import org.ssms.license.auth.Authentication.Wrong;
import org.ssms.protect.digest.DigestAlgorithm;
import org.ssms.protect.digest.DigestCredentials;
import org.ssms.protect.digest.DigestCredentials.Qop;
import org.ssms.protect.digest.MalformedCredentialsException;
import org.ssms.protect.digest.NonceCounts;
import org.ssms.protect.digest.Nonces;

/**
 * HTTP Digest with SHA-256 (RFC 7616): the password never comes here, and what comes is good once. A response is looked
 * at only when its nonce was issued to the address it comes from, a short time ago. Guesses are counted together with
 * those of the passwords.
 */
public final class DigestMethod implements AuthenticationMethod {
    /** Part of every H(A1): never to be changed. */
    public static final String REALM = "ssms-license";

    static final Duration NONCE_LIFETIME = Duration.ofMinutes(2);

    private static final DigestAlgorithm ALGORITHM = DigestAlgorithm.SHA_256;
    private static final int MAX_NONCES = 100_000;
    private static final byte[] NOTHING = new byte[0];

    private final Function<String, DigestSecret> secrets;
    private final CountedProofs proofs;
    private final Clock clock;
    private final Nonces nonces;
    private final NonceCounts counts = new NonceCounts(MAX_NONCES, NONCE_LIFETIME);

    /** @param secrets of a user name; the same work for every one */
    public DigestMethod(
            Function<String, DigestSecret> secrets,
            PasswordDoor passwords,
            SecurityAudit audit,
            Clock clock,
            SecureRandom random) {
        this.secrets = secrets;
        this.proofs = new CountedProofs(passwords, audit);
        this.clock = clock;
        this.nonces = new Nonces(random, clock, NONCE_LIFETIME);
    }

    @Override
    public Optional<String> challenge(String address, boolean stale) {
        return Optional.of("Digest realm=\"" + REALM + "\", qop=\"auth\", algorithm=" + ALGORITHM.token() + ", nonce=\""
                + nonces.issue(address) + "\", charset=UTF-8" + (stale ? ", stale=true" : ""));
    }

    @Override
    public boolean isUsedBy(Evidence evidence) {
        return evidence.authorization() != null && DigestCredentials.isDigest(evidence.authorization());
    }

    @Override
    public Authentication verify(Evidence evidence) throws MalformedCredentialsException {
        DigestCredentials credentials = DigestCredentials.parse(String.valueOf(evidence.authorization()));
        if (!credentials.uri().equals(evidence.uri())) {
            throw new MalformedCredentialsException("credentials for another URI");
        }
        boolean isOffered = credentials.realm().equals(REALM)
                && credentials.algorithm().equalsIgnoreCase(ALGORITHM.token())
                && credentials.qop() == Qop.AUTH
                && !credentials.userHashed();
        if (!isOffered) {
            return new Unasked(false);
        }
        Asker asker = evidence.asker();
        Optional<Instant> issued = nonces.issued(credentials.nonce(), asker.address());
        if (issued.isEmpty()) {
            return new Unasked(true);
        }
        String username = Usernames.orNobody(credentials.user());
        return proofs.verify(asker, username, () -> verify(credentials, evidence.method(), username, issued.get()));
    }

    private Authentication verify(DigestCredentials credentials, String method, String username, Instant issued) {
        DigestSecret secret = secrets.apply(username);
        boolean matches = credentials.matches(ALGORITHM, secret.a1(), method, NOTHING);
        if (!matches || !secret.usable()) {
            return new Wrong(username);
        }
        if (!counts.use(credentials.nonce(), issued, credentials.nonceCount(), clock.instant())) {
            return new Replayed(username);
        }
        return new Proved(username, secret.version());
    }
}
