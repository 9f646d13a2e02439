package org.ssms.license.ldap;

import com.unboundid.ldap.protocol.SearchRequestProtocolOp;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ssms.license.LicenseDecision;
import org.ssms.license.LicenseLook;
import org.ssms.license.LicenseRequest;
import org.ssms.license.ldap.GivenLicenses.Given;
import org.ssms.license.session.Session;
import org.ssms.protect.license.LicenseDocument;

/** The searches of one client (RFC 4511 §4.5): of what is published, and for a license. For one thread. */
final class LdapSearch {
    private final LdapDesk desk;
    private final GivenLicenses given;

    /** @param given since the client has bound */
    LdapSearch(LdapDesk desk, GivenLicenses given) {
        this.desk = desk;
        this.given = given;
    }

    /**
     * What comes of a search.
     *
     * @param entry with what is asked for of it; null: none
     */
    record Found(LdapResult result, @Nullable Entry entry) {
        static Found nothing(LdapResult result) {
            return new Found(result, null);
        }
    }

    /** What everybody may read; empty: something else is searched for. */
    Optional<Found> published(SearchRequestProtocolOp search, DN base, boolean isSecured) throws LDAPException {
        Optional<Entry> published = Directory.published(base, search.getScope(), isSecured, desk.takesCertificates());
        if (published.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                Directory.isMatch(search.getFilter(), published.get())
                        ? new Found(
                                LdapResult.SUCCESS,
                                Directory.askedOfPublished(published.get(), search.getAttributes(), search.typesOnly()))
                        : Found.nothing(LdapResult.SUCCESS));
    }

    /** The license that is searched for, or that it would be given. */
    Found license(SearchRequestProtocolOp search, DN base, Session bound, String address) throws LDAPException {
        Optional<Wanted> named = Wanted.of(base, search.getScope(), search.getFilter());
        if (named.isEmpty()) {
            return Found.nothing(LdapResult.SUCCESS);
        }
        Wanted wanted = named.get();
        LicenseRequest request = wanted.by(bound, address);
        Optional<Given> before = given.find(wanted);
        if (before.isPresent()) {
            return again(search, wanted, request, before.get());
        }
        return Directory.isPlay(search.getAttributes(), search.typesOnly())
                ? play(search, wanted, request)
                : look(search, wanted, request);
    }

    /** No second play, but as much a decision as the first: the rights may have ended, the play been given back. */
    private Found again(SearchRequestProtocolOp search, Wanted wanted, LicenseRequest request, Given before) {
        if (desk.again(request, before.lease()) instanceof LicenseLook.Refused refused) {
            given.remove(before);
            return Found.nothing(wanted.refused(refused.reason()));
        }
        return found(search, before.entry());
    }

    private Found play(SearchRequestProtocolOp search, Wanted wanted, LicenseRequest request) {
        LicenseDecision decision = desk.license(request);
        if (decision instanceof LicenseDecision.Refused refused) {
            return Found.nothing(wanted.refused(refused.reason()));
        }
        try (LicenseDocument license = ((LicenseDecision.Granted) decision).license()) {
            return found(search, given.add(license));
        }
    }

    private Found look(SearchRequestProtocolOp search, Wanted wanted, LicenseRequest request) {
        LicenseLook look = desk.look(request);
        if (look instanceof LicenseLook.Refused refused) {
            return Found.nothing(wanted.refused(refused.reason()));
        }
        LicenseLook.Seen seen = (LicenseLook.Seen) look;
        return found(
                search, Directory.license(seen.messageId().value(), seen.keyId().toString(), new byte[0]));
    }

    private static Found found(SearchRequestProtocolOp search, Entry license) {
        return new Found(LdapResult.SUCCESS, Directory.asked(license, search.getAttributes(), search.typesOnly()));
    }
}
