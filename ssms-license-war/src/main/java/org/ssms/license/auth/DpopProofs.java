package org.ssms.license.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.ssms.base.json.JsonObject;
import org.ssms.protect.digest.MalformedCredentialsException;
import org.ssms.protect.dpop.DpopProof;
import org.ssms.protect.key.Sha256;

/**
 * Proofs that who sends a request has a key (RFC 9449): each is good for one request, once, and a short time. To read
 * one costs little; {@link DpopProof#signer} and {@link #use} are for who has shown something else that is good.
 * Thread-safe.
 */
public final class DpopProofs {
    /** Between the clocks of a client and ours, before and behind. */
    static final Duration WINDOW = Duration.ofMinutes(5);

    private final UsedProofs used;
    private final Clock clock;

    public DpopProofs(UsedProofs used, Clock clock) {
        this.used = used;
        this.clock = clock;
    }

    /**
     * The one proof of a request, by its form.
     *
     * @param fields all values of {@value DpopProof#FIELD}
     * @param uri of the request, with scheme and host
     * @return empty: there is none, more than one, one of another form, for another request, or not of now
     */
    public Optional<DpopProof> read(List<String> fields, String method, String uri) {
        if (fields.size() != 1) {
            return Optional.empty();
        }
        try {
            DpopProof proof = DpopProof.parse(fields.get(0));
            return proof.isFor(method, uri) && isOfNow(proof) ? Optional.of(proof) : Optional.empty();
        } catch (MalformedCredentialsException e) {
            return Optional.empty();
        }
    }

    private boolean isOfNow(DpopProof proof) {
        long seconds = clock.instant().getEpochSecond() - proof.iat().getEpochSecond();
        return Math.abs(seconds) <= WINDOW.toSeconds();
    }

    /**
     * Takes note of a use, for all servers that share a database. By key and {@code jti}, so that nobody uses up what
     * another one has signed.
     *
     * @param jkt by whose key it is signed
     * @return whether it is the first
     */
    public boolean use(DpopProof proof, String jkt) {
        byte[] signed = (jkt + "." + proof.jti()).getBytes(UTF_8);
        Instant end = proof.iat().plus(WINDOW.multipliedBy(2)); // other servers have other clocks
        return used.use(JsonObject.toBase64Url(Sha256.of(signed)), clock.instant(), end);
    }
}
