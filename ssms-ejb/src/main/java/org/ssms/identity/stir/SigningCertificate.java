package org.ssms.identity.stir;

import java.security.PublicKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** A signer's certificate whose chain was checked: what its holder may sign for (RFC 8226, RFC 8224 §7). */
public record SigningCertificate(PublicKey key, Optional<TnAuthList> numbers, List<String> domains) {
    private static final Integer DNS_NAME = 2;

    static SigningCertificate of(X509Certificate certificate) {
        return new SigningCertificate(certificate.getPublicKey(), TnAuthList.of(certificate), domains(certificate));
    }

    private static List<String> domains(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null
                    ? List.of()
                    : names.stream()
                            .filter(name -> DNS_NAME.equals(name.get(0)))
                            .map(name -> String.valueOf(name.get(1)))
                            .toList();
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }

    /** Whether the holder may sign for this caller. */
    public boolean allows(Party origin) {
        return origin.number()
                ? numbers.filter(list -> list.allows(origin.value())).isPresent()
                : ownsDomainOf(origin);
    }

    /** Whether the certificate itself names this caller, and not only the provider that may serve him. */
    public boolean names(Party origin) {
        return origin.number()
                ? numbers.filter(list -> list.names(origin.value())).isPresent()
                : ownsDomainOf(origin);
    }

    private boolean ownsDomainOf(Party origin) {
        return domains.stream().anyMatch(domain -> domain.equalsIgnoreCase(origin.host()));
    }
}
