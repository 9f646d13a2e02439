package org.ssms.identity;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.ssms.identity.stir.CallParties;
import org.ssms.identity.stir.IdentityHeader;
import org.ssms.identity.stir.MalformedPassportException;
import org.ssms.identity.stir.Party;
import org.ssms.identity.stir.Passport;
import org.ssms.identity.stir.SigningCertificate;
import org.ssms.identity.stir.StiCertificates;

/**
 * Verifies the signed caller identity of a call (RFC 8224 §6.2, RFC 8225, RFC 8588). A PASSporT without the extension
 * {@code shaken} says nothing about how far it vouches: it is taken for {@link Attestation#A} when the certificate
 * names the caller's number or domain itself, otherwise for {@link Attestation#C}. Thread-safe.
 */
@Singleton
public class PassportVerifier {
    private static final int MAX_HEADERS = 4;

    private final StiCertificates certificates;
    private final CallParties parties;
    private final Duration maxAge;
    private final Clock clock;
    private final LongAdder verified = new LongAdder();
    private final LongAdder refused = new LongAdder();

    @Inject
    PassportVerifier(StiCertificates certificates, IdentityConfig config, Clock clock) {
        this.certificates = certificates;
        this.parties = new CallParties(config.numbering());
        this.maxAge = config.stir().maxAge();
        this.clock = clock;
    }

    /**
     * The best attestation that one of the first four headers proves; empty when none does. May fetch certificates and
     * then waits, {@code ssms.stir.fetch-timeout} at the longest for each header. Never throws for bad input.
     */
    public Optional<Attestation> verify(PassportCheck check) {
        Optional<Attestation> best = check.identityHeaders().stream()
                .limit(MAX_HEADERS)
                .flatMap(header -> verify(header, check).stream())
                .min(Attestation::compareTo);
        if (best.isPresent()) {
            verified.increment();
        } else if (!check.identityHeaders().isEmpty()) {
            refused.increment();
        }
        return best;
    }

    /** Calls with a signed identity that held, since the start. */
    public long verifiedCount() {
        return verified.sum();
    }

    /** Calls with a signed identity that did not hold, or could not be verified. */
    public long refusedCount() {
        return refused.sum();
    }

    public long certificatesFetched() {
        return certificates.fetchedCount();
    }

    private Optional<Attestation> verify(String header, PassportCheck check) {
        try {
            IdentityHeader identity = IdentityHeader.parse(header);
            return identity.compact() ? verifyCompact(identity, check) : verifyFull(Passport.parse(identity), check);
        } catch (MalformedPassportException e) {
            return Optional.empty();
        }
    }

    private Optional<Attestation> verifyFull(Passport passport, PassportCheck check) {
        boolean isOfThisCall = isFresh(passport.issuedAt())
                && parties.of(check.origin()).contains(passport.origin())
                && !Collections.disjoint(parties.of(check.destination()), passport.destinations());
        return isOfThisCall ? attested(passport) : Optional.empty();
    }

    /** The signer has not said which form of the URIs he signed: each is tried. */
    private Optional<Attestation> verifyCompact(IdentityHeader header, PassportCheck check)
            throws MalformedPassportException {
        @Nullable Instant date = date(check.date());
        if (date == null || !isFresh(date)) {
            return Optional.empty();
        }
        Set<Party> destinations = parties.of(check.destination());
        for (Party origin : parties.of(check.origin())) {
            for (Party destination : destinations) {
                Optional<Attestation> attestation = attested(Passport.ofCompact(header, origin, destination, date));
                if (attestation.isPresent()) {
                    return attestation;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Attestation> attested(Passport passport) {
        if (passport.shaken() && !passport.origin().number()) {
            return Optional.empty(); // RFC 8588 §4 knows callers by number only
        }
        return certificates
                .get(passport.x5u())
                .filter(certificate -> certificate.allows(passport.origin()))
                .filter(certificate -> passport.isSignedBy(certificate.key()))
                .map(certificate -> attestation(passport, certificate));
    }

    private static Attestation attestation(Passport passport, SigningCertificate certificate) {
        @Nullable String attest = passport.attest();
        if (attest != null) {
            return Attestation.valueOf(attest);
        }
        return certificate.names(passport.origin()) ? Attestation.A : Attestation.C;
    }

    private boolean isFresh(Instant issuedAt) {
        return Duration.between(issuedAt, clock.instant()).abs().compareTo(maxAge) <= 0;
    }

    private static @Nullable Instant date(@Nullable String text) {
        try {
            return text == null
                    ? null
                    : ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }
}
