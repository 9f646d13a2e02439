package org.ssms.identity;

import static org.ssms.base.config.ConfigValues.require;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.ssms.base.config.ConfigValues;
import org.ssms.base.net.AddressBlock;
import org.ssms.identity.stir.Numbering;
import org.ssms.protect.digest.DigestAlgorithm;

/**
 * What an operator may set about who is who.
 *
 * @param domain of the subscribers (lower case); also the realm of their passwords
 */
public record IdentityConfig(String domain, Numbering numbering, Digest digest, Trunks trunks, Stir stir) {
    static final String SECRET_KEYSTORE = "ssms.digest.secret-keystore";
    static final String SECRET_KEYSTORE_PASSWORD_FILE = "ssms.digest.secret-keystore-password-file";
    static final String ACCOUNTS_FILE = "ssms.sip.accounts-file";
    static final String TRUSTSTORE = "ssms.stir.truststore";
    static final String TRUSTSTORE_PASSWORD_FILE = "ssms.stir.truststore-password-file";

    public static IdentityConfig from(ConfigValues in) {
        return new IdentityConfig(
                in.host("ssms.domain"), Numbering.from(in), Digest.from(in), Trunks.from(in), Stir.from(in));
    }

    /**
     * The authentication of subscribers by SIP digest (RFC 8760).
     *
     * @param algorithms in order of preference
     * @param md5Agents lower case: what the User-Agent of phones begins with that are offered MD5 alone
     * @param secretKeystore PKCS #12 with the AES key (alias {@value #ALIAS}) that seals the phone passwords
     * @param accountsFile lines {@code user=password} that are taken over at start and deleted; need not exist
     */
    public record Digest(
            List<DigestAlgorithm> algorithms,
            Set<String> md5Agents,
            Duration nonceLifetime,
            Path secretKeystore,
            Path secretKeystorePasswordFile,
            Path accountsFile) {
        static final String ALIAS = "sip";

        static Digest from(ConfigValues in) {
            return new Digest(
                    algorithms(in),
                    in.lowerCaseSet("ssms.digest.md5-agents"),
                    in.duration("ssms.digest.nonce-lifetime"),
                    in.path(SECRET_KEYSTORE),
                    in.path(SECRET_KEYSTORE_PASSWORD_FILE),
                    in.path(ACCOUNTS_FILE));
        }

        private static List<DigestAlgorithm> algorithms(ConfigValues in) {
            String key = "ssms.digest.algorithms";
            List<String> tokens = in.list(key);
            List<DigestAlgorithm> algorithms = tokens.stream()
                    .flatMap(token ->
                            DigestAlgorithm.of(token)
                                    .filter(algorithm -> algorithm.token().equals(token))
                                    .stream())
                    .toList();
            require(
                    !tokens.isEmpty() && algorithms.size() == tokens.size(),
                    key,
                    "must be some of SHA-512-256, SHA-256, MD5");
            return algorithms.stream().distinct().toList();
        }
    }

    /**
     * The peers whose word about a caller is taken.
     *
     * @param certificates DNS names (lower case) of TLS client certificates
     */
    public record Trunks(List<AddressBlock> addresses, Set<String> certificates) {
        static Trunks from(ConfigValues in) {
            return new Trunks(in.addressBlocks("ssms.trunks.addresses"), in.lowerCaseSet("ssms.trunks.certificates"));
        }
    }

    /**
     * The verification of signed caller identities (RFC 8224).
     *
     * @param truststore PKCS #12 with the roots; null: nothing is verified
     * @param truststorePasswordFile not null when there is a trust store
     * @param x5uHosts host or host:port (lower case) from which certificates may be fetched
     * @param maxAge of a PASSporT
     */
    public record Stir(
            @Nullable Path truststore,
            @Nullable Path truststorePasswordFile,
            Set<String> x5uHosts,
            Duration maxAge,
            Duration fetchTimeout) {
        static Stir from(ConfigValues in) {
            @Nullable Path truststore = in.pathOrNone(TRUSTSTORE);
            @Nullable Path password = in.pathOrNone(TRUSTSTORE_PASSWORD_FILE);
            require(
                    truststore == null || password != null,
                    TRUSTSTORE_PASSWORD_FILE,
                    "is needed for ssms.stir.truststore");
            String hosts = "ssms.stir.x5u-hosts";
            return new Stir(
                    truststore,
                    password,
                    in.list(hosts).stream()
                            .map(text -> ConfigValues.hostPort(hosts, text))
                            .collect(Collectors.toUnmodifiableSet()),
                    in.duration("ssms.stir.max-age"),
                    in.duration("ssms.stir.fetch-timeout"));
        }
    }
}
