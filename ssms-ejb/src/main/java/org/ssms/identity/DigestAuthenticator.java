package org.ssms.identity;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ssms.guard.login.Asker;
import org.ssms.guard.login.Door;
import org.ssms.guard.login.GuessGuard;
import org.ssms.guard.login.MadeAt;
import org.ssms.guard.login.SecurityAudit;
import org.ssms.identity.DigestResult.Authenticated;
import org.ssms.identity.DigestResult.BackedOff;
import org.ssms.identity.DigestResult.Challenged;
import org.ssms.identity.DigestResult.Malformed;
import org.ssms.identity.digest.DigestStatistics;
import org.ssms.identity.digest.Source;
import org.ssms.protect.digest.DigestAlgorithm;
import org.ssms.protect.digest.DigestCredentials;
import org.ssms.protect.digest.MalformedCredentialsException;
import org.ssms.protect.digest.NonceCounts;
import org.ssms.protect.digest.Nonces;

/**
 * Authenticates subscribers by digest (RFC 3261 §22, RFC 7616, RFC 8760). Known and unknown users get the same answers
 * after the same work, and a response is only looked at when its nonce was issued to the address it comes from: who
 * forges addresses can neither guess nor bring anybody's address into disrepute. Thread-safe.
 */
@Singleton
public class DigestAuthenticator {
    private static final System.Logger LOG = System.getLogger(DigestAuthenticator.class.getName());

    private static final int MAX_CREDENTIALS = 8;
    private static final int MAX_NONCES = 100_000;

    /** While nobody can say whether an account is disabled. Phones that are registered stay so. */
    private static final Duration LATER = Duration.ofSeconds(5);

    private final SipSecrets secrets;
    private final ShutAccounts shut;
    private final Clock clock;
    private final String realm;
    private final List<DigestAlgorithm> algorithms;
    private final Set<String> md5Agents;
    private final Nonces nonces;
    private final NonceCounts counts;
    private final GuessGuard guard;
    private final DigestStatistics statistics;
    private final SecurityAudit audit;

    @Inject
    DigestAuthenticator(
            SipSecrets secrets,
            ShutAccounts shut,
            IdentityConfig config,
            Clock clock,
            SecureRandom random,
            SecurityAudit audit) {
        Duration lifetime = config.digest().nonceLifetime();
        this.secrets = secrets;
        this.shut = shut;
        this.audit = audit;
        this.clock = clock;
        this.realm = config.domain();
        this.algorithms = config.digest().algorithms();
        this.md5Agents = config.digest().md5Agents();
        this.nonces = new Nonces(random, clock, lifetime);
        this.counts = new NonceCounts(MAX_NONCES, lifetime);
        this.guard = GuessGuard.ofDevices(clock);
        this.statistics = new DigestStatistics(clock);
    }

    /** Looks at the credentials of a request. Waits for one database read when there are any for us. */
    public DigestResult verify(DigestRequest request) {
        try {
            @Nullable DigestCredentials credentials = ours(request.credentials());
            if (credentials == null) {
                statistics.challenged();
                return challenged(request, false);
            }
            return verify(request, credentials);
        } catch (MalformedCredentialsException e) {
            statistics.malformed();
            return new Malformed(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Header field values of a challenge, one field for each, in order of preference (RFC 8760 §2.4). All have one
     * nonce: it is good once, whatever the algorithm.
     *
     * @param sourceAddress of the request; the nonce is good for it alone
     * @param userAgent of the request
     * @param stale whether the client may try again without asking for the password
     */
    public List<String> challenges(String sourceAddress, String userAgent, boolean stale) {
        String nonce = nonces.issue(Source.of(sourceAddress).address());
        return offered(userAgent).stream()
                .map(algorithm -> "Digest realm=\"" + realm + "\", nonce=\"" + nonce + "\", algorithm="
                        + algorithm.token() + ", qop=\"auth,auth-int\"" + (stale ? ", stale=true" : ""))
                .toList();
    }

    /** Phones older than RFC 8760 give up when a challenge is not MD5, or when there is a second one: they see one. */
    private List<DigestAlgorithm> offered(String userAgent) {
        String agent = userAgent.strip().toLowerCase(Locale.ROOT);
        boolean old =
                algorithms.contains(DigestAlgorithm.MD5) && md5Agents.stream().anyMatch(agent::startsWith);
        return old ? List.of(DigestAlgorithm.MD5) : algorithms;
    }

    /** Whether phone passwords can be read. Waits for the database. */
    public boolean ready() {
        try (PhonePassword standIn = secrets.reveal(SipSecrets.NOBODY)) {
            return standIn.reveal().length > 0;
        } catch (RuntimeException e) { // whatever it is that keeps us from reading them
            return false;
        }
    }

    public DigestStatistics statistics() {
        return statistics;
    }

    public GuessGuard guard() {
        return guard;
    }

    /** The credentials for our realm under an algorithm that we offer; null when there are none. */
    private @Nullable DigestCredentials ours(List<String> headers) throws MalformedCredentialsException {
        if (headers.size() > MAX_CREDENTIALS) {
            throw new MalformedCredentialsException("too many credentials");
        }
        for (String header : headers) {
            if (DigestCredentials.isDigest(header)) {
                DigestCredentials credentials = DigestCredentials.parse(header);
                if (credentials.realm().equals(realm) && algorithm(credentials) != null) {
                    return credentials;
                }
            }
        }
        return null;
    }

    private @Nullable DigestAlgorithm algorithm(DigestCredentials credentials) {
        return DigestAlgorithm.of(credentials.algorithm())
                .filter(algorithms::contains)
                .orElse(null);
    }

    private DigestResult verify(DigestRequest request, DigestCredentials credentials)
            throws MalformedCredentialsException {
        if (!DigestUri.same(credentials.uri(), request.requestUri())) {
            throw new MalformedCredentialsException("credentials for another Request-URI");
        }
        Source source = Source.of(request.sourceAddress());
        Optional<Instant> issued = nonces.issued(credentials.nonce(), source.address());
        if (issued.isEmpty()) {
            statistics.stale();
            return challenged(request, true);
        }
        String user = credentials.userHashed()
                ? SipSecrets.NOBODY
                : SubscriberName.canonical(credentials.user()).orElse(SipSecrets.NOBODY);
        Asker asker = Asker.of(Door.SIP, source.address());
        Duration wait = guard.attempt(user, asker.source());
        String event = request.method().toLowerCase(Locale.ROOT);
        if (!wait.isZero()) {
            statistics.backedOff();
            audit.refused(asker, event, user, "wait");
            return new BackedOff(wait);
        }
        @Nullable MadeAt password = right(request, credentials, user);
        if (password == null) {
            audit.refused(asker, event, user, "wrong");
            if (statistics.failed()) {
                LOG.log(System.Logger.Level.WARNING, "SSMS-8003 somebody is guessing phone passwords");
            }
            return challenged(request, false);
        }
        @Nullable DigestResult refusal = refusal(request, asker, user, password);
        if (refusal != null) {
            guard.abandoned(user, asker.source()); // no guess: the password is right
            return refusal;
        }
        guard.succeeded(user, asker.source());
        if (!counts.use(credentials.nonce(), issued.get(), credentials.nonceCount(), clock.instant())) {
            statistics.replayed();
            return challenged(request, true);
        }
        statistics.authenticated();
        if (request.kind() == DigestRequest.Kind.REGISTRAR) {
            audit.granted(asker, event, user);
        }
        return new Authenticated(user);
    }

    /** Of somebody whose password is right; null: he may come in. */
    private @Nullable DigestResult refusal(DigestRequest request, Asker asker, String user, MadeAt password) {
        try {
            if (!shut.isShutNow(user, password)) {
                return null;
            }
        } catch (IllegalStateException e) { // the accounts cannot be read
            statistics.backedOff();
            return new BackedOff(LATER);
        }
        audit.refused(asker, request.method().toLowerCase(Locale.ROOT), user, "disabled");
        statistics.challenged();
        return challenged(request, false);
    }

    /** When the password was made that the response shows; null: it shows none. */
    private @Nullable MadeAt right(DigestRequest request, DigestCredentials credentials, String user) {
        @Nullable DigestAlgorithm algorithm = algorithm(credentials);
        try (PhonePassword password = secrets.reveal(user)) {
            boolean matches = algorithm != null
                    && credentials.matches(algorithm, password.reveal(), request.method(), request.body());
            return matches && password.real() ? password.made() : null;
        }
    }

    private Challenged challenged(DigestRequest request, boolean stale) {
        return new Challenged(challenges(request.sourceAddress(), request.userAgent(), stale));
    }
}
