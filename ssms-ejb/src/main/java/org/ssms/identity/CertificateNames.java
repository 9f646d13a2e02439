package org.ssms.identity;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/** The DNS names for which a certificate speaks (RFC 6125 §6.4, but without wildcards). */
final class CertificateNames {
    /** GeneralName of type dNSName (RFC 5280 §4.2.1.6). */
    private static final Integer DNS_NAME = 2;

    private CertificateNames() {}

    /** In lower case: those of the subject alternative names; without any, the common name. */
    static List<String> dnsNames(X509Certificate certificate) {
        List<String> names;
        try {
            Collection<List<?>> alternatives =
                    Objects.requireNonNullElse(certificate.getSubjectAlternativeNames(), List.of());
            names = alternatives.stream()
                    .filter(name -> DNS_NAME.equals(name.get(0)))
                    .map(name -> String.valueOf(name.get(1)).toLowerCase(Locale.ROOT))
                    .toList();
        } catch (CertificateParsingException e) {
            return List.of();
        }
        return names.isEmpty() ? commonName(certificate).stream().toList() : names;
    }

    private static Optional<String> commonName(X509Certificate certificate) {
        try {
            return new LdapName(certificate.getSubjectX500Principal().getName())
                    .getRdns().stream()
                            .filter(rdn -> rdn.getType().equalsIgnoreCase("CN"))
                            .map(Rdn::getValue)
                            .filter(String.class::isInstance)
                            .map(value -> ((String) value).toLowerCase(Locale.ROOT))
                            .reduce((first, last) -> last); // the most specific one
        } catch (InvalidNameException e) {
            return Optional.empty();
        }
    }
}
