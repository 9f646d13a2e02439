package org.ssms.sip.caller;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ssms.identity.CallerIdentity;
import org.ssms.identity.IdentitySource;
import org.ssms.sip.header.Escapes;
import org.ssms.sip.header.MalformedHeaderException;
import org.ssms.sip.header.NameAddress;
import org.ssms.sip.header.Privacy;
import org.ssms.sip.header.SipAddress;
import org.ssms.sip.header.TelephoneNumber;

/**
 * Makes the caller's identity out of what is known and what is claimed: who authenticated, else P-Asserted-Identity of
 * a trunk, else From. Who wants privacy is anonymous to the listener, whoever sent the request; so is who says his name
 * in a way that nobody can read, and that therefore nobody could ask to be proved.
 */
public final class CallerReader {
    private final String domain;

    /** Reader for one server; {@code domain} is that of its subscribers. */
    public CallerReader(String domain) {
        this.domain = domain;
    }

    public CallerIdentity read(CallerClaims claims, Sender sender) {
        Optional<NameAddress> asserted = sender.trusted() ? asserted(claims) : Optional.empty();
        IdentitySource source = sender.subscriber().isPresent()
                ? IdentitySource.AUTHENTICATED
                : asserted.isPresent() ? IdentitySource.ASSERTED : IdentitySource.FROM;
        String known = sender.subscriber()
                .map(name -> "sip:" + Escapes.user(name) + "@" + domain)
                .or(() -> asserted.map(NameAddress::uri))
                .orElse(null);
        if (wantsPrivacy(claims) || (known == null && !isReadable(claims.from()))) {
            return CallerIdentity.anonymous(source, known);
        }
        String name = asserted.map(NameAddress::name).filter(n -> !n.isEmpty()).orElse(claims.fromName());
        return new CallerIdentity(
                known == null ? claims.from() : known,
                name,
                source,
                null,
                sender.subscriber().orElse(null));
    }

    /** URI of the party that a PASSporT must name (RFC 8224 §5.2): what a trunk asserts, else From. */
    public String origin(CallerClaims claims, Sender sender) {
        return (sender.trusted() ? asserted(claims) : Optional.<NameAddress>empty())
                .map(NameAddress::uri)
                .orElse(claims.from());
    }

    private static boolean wantsPrivacy(CallerClaims claims) {
        return Privacy.of(String.join(",", claims.privacy())).hidesCaller() || isAnonymous(claims.from());
    }

    private static boolean isReadable(String uri) {
        try {
            return TelephoneNumber.isTel(uri)
                    ? !TelephoneNumber.parse(uri).digits().isEmpty()
                    : SipAddress.of(uri).isPresent();
        } catch (MalformedHeaderException e) {
            return false;
        }
    }

    /** RFC 3323 §4.1.1.3, RFC 3325 §9.1. */
    private static boolean isAnonymous(@Nullable String uri) {
        return uri != null && uri.toLowerCase(Locale.ROOT).matches("sips?:anonymous@anonymous\\.invalid(;.*)?");
    }

    /**
     * The first address that is a SIP or tel URI; there may be one of each (RFC 3325 §9.1), and trunks write them as
     * they like. One that asserts nobody in particular asserts nobody.
     */
    private static Optional<NameAddress> asserted(CallerClaims claims) {
        return NameAddress.readable(claims.asserted()).stream()
                .filter(address -> address.uri().matches("(?is)(sips?|tel):.+"))
                .filter(address -> !isAnonymous(address.uri()))
                .findFirst();
    }
}
