package org.ssms.license.auth;

import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CRL;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertStore;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXCertPathValidatorResult;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import org.jspecify.annotations.Nullable;
import org.ssms.base.config.ConfigException;
import org.ssms.guard.login.AccountTable;
import org.ssms.guard.login.PasswordDoor;
import org.ssms.guard.login.SecurityAudit;
import org.ssms.guard.login.Usernames;
import org.ssms.guard.tls.ClientCertificates;
import org.ssms.license.auth.Authentication.Later;
import org.ssms.license.auth.Authentication.Proved;
import org.ssms.license.auth.Authentication.Wrong;
import org.ssms.protect.digest.MalformedCredentialsException;

/**
 * The certificate of the TLS connection, whose key the client has, as the handshake has shown. It is good when it was
 * issued for clients by an authority that the operator has named, is in its time and not revoked (RFC 5280 §6). The one
 * common name of its subject is the user name. What the connection proves cannot be captured, so it is good as often as
 * it comes.
 */
public final class CertificateMethod implements AuthenticationMethod {
    private static final Logger LOG = System.getLogger(CertificateMethod.class.getName());
    private static final int MAX_CHAIN = 5;
    private static final String COMMON_NAME = "CN";
    /** RFC 5280 §4.2.1.12: id-kp-clientAuth. */
    private static final String FOR_CLIENTS = "1.3.6.1.5.5.7.3.2";
    /** While nobody can say what is revoked. */
    private static final Duration LATER = Duration.ofMinutes(1);

    private final Set<TrustAnchor> authorities;
    private final Optional<Path> revoked;
    private final Function<String, OptionalLong> versions;
    private final CountedProofs proofs;
    private final Clock clock;
    private final AtomicBoolean outage = new AtomicBoolean();

    /**
     * @param versions of an account that exists and is enabled; the same work for every name that is issued
     * @throws ConfigException when a file holds not what it should
     */
    public CertificateMethod(
            CertificateConfig config,
            Function<String, OptionalLong> versions,
            PasswordDoor passwords,
            SecurityAudit audit,
            Clock clock) {
        this.authorities = authorities(config.authorities());
        this.revoked = config.revoked();
        this.versions = versions;
        this.proofs = new CountedProofs(passwords, audit);
        this.clock = clock;
        try {
            for (Path file : revoked.stream().toList()) {
                lists(file);
            }
        } catch (IOException | GeneralSecurityException e) {
            throw new ConfigException(CertificateConfig.REVOKED, "is not usable: " + e.getMessage());
        }
    }

    private static Set<TrustAnchor> authorities(Path file) {
        try {
            List<X509Certificate> certificates = ClientCertificates.read(file);
            if (certificates.isEmpty()) {
                throw new GeneralSecurityException("no certificate in it");
            }
            return certificates.stream().map(one -> new TrustAnchor(one, null)).collect(Collectors.toUnmodifiableSet());
        } catch (IOException | GeneralSecurityException e) {
            throw new ConfigException(CertificateConfig.AUTHORITIES, "is not usable: " + e.getMessage());
        }
    }

    private static Collection<? extends CRL> lists(Path file) throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(file)) {
            Collection<? extends CRL> lists =
                    CertificateFactory.getInstance("X.509").generateCRLs(in);
            if (lists.isEmpty()) {
                throw new GeneralSecurityException("no revocation list in it");
            }
            return lists;
        }
    }

    /** The handshake asks. */
    @Override
    public Optional<String> challenge(String address, boolean stale) {
        return Optional.empty();
    }

    @Override
    public boolean isUsedBy(Evidence evidence) {
        return !evidence.certificates().isEmpty();
    }

    @Override
    public Authentication verify(Evidence evidence) throws MalformedCredentialsException {
        List<X509Certificate> chain = evidence.certificates();
        if (chain.size() > MAX_CHAIN) {
            throw new MalformedCredentialsException("the chain of certificates is too long");
        }
        String username = Usernames.orNobody(commonName(chain.get(0)));
        return proofs.verify(evidence.asker(), username, () -> verify(chain, username));
    }

    /** Of several nobody knows which is meant. */
    private static @Nullable String commonName(X509Certificate certificate) {
        try {
            List<Rdn> subject =
                    new LdapName(certificate.getSubjectX500Principal().getName()).getRdns();
            List<Object> names = subject.stream()
                    .filter(rdn -> rdn.getType().equalsIgnoreCase(COMMON_NAME))
                    .map(Rdn::getValue)
                    .toList();
            boolean isPlain = subject.stream().allMatch(rdn -> rdn.size() == 1);
            return isPlain && names.size() == 1 && names.get(0) instanceof String name ? name : null;
        } catch (InvalidNameException e) {
            return null;
        }
    }

    private Authentication verify(List<X509Certificate> chain, String username) {
        OptionalLong version =
                isForClients(chain.get(0)) && isIssued(chain) ? versions.apply(username) : OptionalLong.empty();
        if (version.isEmpty() || username.equals(AccountTable.STAND_IN)) {
            return new Wrong(username);
        }
        return switch (revocation(chain)) {
            case GOOD -> new Proved(username, version.getAsLong());
            case REVOKED -> new Wrong(username);
            case UNKNOWN -> new Later(LATER);
        };
    }

    private static boolean isForClients(X509Certificate certificate) {
        try {
            boolean[] usage = certificate.getKeyUsage();
            @Nullable List<String> purposes = certificate.getExtendedKeyUsage();
            return certificate.getBasicConstraints() < 0
                    && (usage == null || usage[0]) // digitalSignature
                    && purposes != null
                    && purposes.contains(FOR_CLIENTS);
        } catch (CertificateParsingException e) {
            return false;
        }
    }

    private boolean isIssued(List<X509Certificate> chain) {
        try {
            validate(chain, new PKIXParameters(authorities), false);
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private enum Revocation {
        GOOD,
        REVOKED,
        UNKNOWN
    }

    /**
     * The lists as they are now, as they are published anew while we run. Only for who has shown a good certificate.
     */
    private Revocation revocation(List<X509Certificate> chain) {
        if (revoked.isEmpty()) {
            return Revocation.GOOD;
        }
        try {
            PKIXParameters parameters = new PKIXParameters(authorities);
            parameters.addCertStore(
                    CertStore.getInstance("Collection", new CollectionCertStoreParameters(lists(revoked.get()))));
            validate(chain, parameters, true);
            outage.set(false);
            return Revocation.GOOD;
        } catch (CertPathValidatorException e) {
            if (e.getReason() != BasicReason.UNDETERMINED_REVOCATION_STATUS) {
                return Revocation.REVOKED;
            }
            tell(e);
        } catch (IOException | GeneralSecurityException e) {
            tell(e);
        }
        return Revocation.UNKNOWN;
    }

    private void tell(Exception cause) {
        if (outage.compareAndSet(false, true)) {
            LOG.log(
                    Level.WARNING,
                    "SSMS-4009 revoked client certificates are not known, see {0}: {1}",
                    CertificateConfig.REVOKED,
                    cause.getMessage());
        }
    }

    /** By what is here only: no address that is named in a certificate is asked. */
    private void validate(List<X509Certificate> chain, PKIXParameters parameters, boolean checkRevocation)
            throws GeneralSecurityException {
        Date now = Date.from(clock.instant());
        parameters.setDate(now);
        parameters.setRevocationEnabled(checkRevocation);
        CertPath path = CertificateFactory.getInstance("X.509").generateCertPath(withoutAuthority(chain));
        PKIXCertPathValidatorResult result = (PKIXCertPathValidatorResult)
                CertPathValidator.getInstance("PKIX").validate(path, parameters);
        result.getTrustAnchor().getTrustedCert().checkValidity(now);
    }

    /** Clients may send it, too, after their own. */
    private List<X509Certificate> withoutAuthority(List<X509Certificate> chain) {
        List<X509Certificate> others = chain.subList(1, chain.size());
        long issued = others.stream()
                .takeWhile(one -> authorities.stream()
                        .noneMatch(authority -> authority.getTrustedCert().equals(one)))
                .count();
        return chain.subList(0, 1 + (int) issued);
    }
}
