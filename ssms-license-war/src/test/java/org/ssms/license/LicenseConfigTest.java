package org.ssms.license;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ssms.base.config.ConfigException;
import org.ssms.base.config.ConfigValues;
import org.ssms.license.auth.CertificateConfig;
import org.ssms.license.auth.OidcConfig;
import org.ssms.license.ldap.LdapConfig;

class LicenseConfigTest {
    private static final String DEFAULTS = "/META-INF/microprofile-config.properties";

    @TempDir
    Path home;

    private final Map<String, String> settings = new HashMap<>();

    @BeforeEach
    void take_the_defaults() throws IOException {
        Path secrets = Files.createDirectories(home.resolve("secrets/license"));
        for (String file : new String[] {"kek.p12", "token.p12", "service.sha256", "accounts"}) {
            Files.writeString(secrets.resolve(file), "x");
        }
        Files.writeString(secrets.resolve("password"), "secret\n");
        Properties defaults = new Properties();
        try (InputStream in = LicenseConfig.class.getResourceAsStream(DEFAULTS)) {
            defaults.load(in);
        }
        defaults.forEach((key, value) -> settings.put(
                (String) key,
                ((String) value).replace("${ssms.home}", home.toString()).replaceAll("\\$\\{[a-z.]+:(.*)}", "$1")));
        settings.replaceAll((key, value) -> value.startsWith("${ssms.license.token.")
                ? settings.getOrDefault(value.substring(2, value.length() - 1), "")
                : value);
    }

    @Test
    void the_defaults_are_complete() throws IOException {
        LicenseConfig config = read();
        assertThat(config.tokenLifetime()).isEqualTo(Duration.ofMinutes(10));
        assertThat(config.longestPlay()).isEqualTo(Duration.ofHours(1));
        assertThat(config.guests().enabled()).isFalse();
        assertThat(config.kek().alias()).isEqualTo("kek");
        assertThat(config.passwords().shortest()).isEqualTo(12);
        assertThat(config.passwords().words()).contains("localhost", "voicemail");
        assertThat(config.operators().isOpenTo("127.0.0.9")).isTrue();
        assertThat(config.operators().isOpenTo("0:0:0:0:0:0:0:1")).isTrue();
        assertThat(config.operators().isOpenTo("192.0.2.1")).isFalse();
        assertThat(config.kek().password()).isEqualTo("secret".toCharArray());
        assertThat(config.accountsFile()).contains(home.resolve("secrets/license/accounts"));
        assertThat(config.audit().key()).isEqualTo(config.token());
        assertThat(config.audit().previous()).isEmpty();
        assertThat(config.audit().every()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.audit().tsa()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ssms.license.kek.keystore",
                "ssms.license.kek.keystore-type",
                "ssms.license.kek.keystore-password-file",
                "ssms.license.kek.alias",
                "ssms.license.token.keystore",
                "ssms.license.token.keystore-password-file",
                "ssms.license.token.lifetime",
                "ssms.license.session.absolute",
                "ssms.license.service-key-hash-file",
                "ssms.license.lease.play-within",
                "ssms.license.audit.keystore",
                "ssms.license.audit.alias",
                "ssms.license.audit.every",
                "ssms.license.audit.tsa-every",
                "ssms.license.guests.enabled",
                "ssms.license.guests.mail-from",
                "ssms.license.guests.url",
                "ssms.license.guests.mails-per-hour",
                "ssms.license.operators.users-file",
                "ssms.license.operators.roles-file",
                "ssms.license.password.shortest"
            })
    void a_missing_value_is_named(String key) {
        settings.put(key, " ");
        assertThatThrownBy(this::read).isInstanceOf(ConfigException.class).hasMessageStartingWith(key + ":");
    }

    @ParameterizedTest
    @CsvSource({
        "ssms.license.token.lifetime, ten minutes",
        "ssms.license.token.lifetime, PT0S",
        "ssms.license.token.lifetime, PT-1M",
        "ssms.license.token.lifetime, PT13H",
        "ssms.license.password.shortest, 7",
        "ssms.license.password.shortest, 33",
        "ssms.license.operators.from, localhost",
        "ssms.license.session.absolute, PT25H",
        "ssms.license.session.absolute, PT9M",
        "ssms.license.lease.play-within, PT0S",
        "ssms.license.lease.play-within, an hour",
        "ssms.license.lease.play-within, PT24H0.001S",
        "ssms.license.kek.keystore-password-file, nowhere",
        "ssms.license.token.keystore, nowhere",
        "ssms.license.service-key-hash-file, nowhere",
        "ssms.license.accounts-file, nowhere",
        "ssms.license.rights.default, '{\"plays\":-1}'",
        "ssms.license.rights.policy, none",
        "ssms.license.audit.keystore, nowhere",
        "ssms.license.audit.previous.keystore, nowhere",
        "ssms.license.audit.every, PT5M0.001S",
        "ssms.license.audit.syslog, maybe",
        "ssms.license.audit.tsa, ftp://tsa.example.com",
        "ssms.license.guests.enabled, maybe",
        "ssms.license.guests.mail-from, 'a@b, c@d'",
        "ssms.license.guests.url, example.org",
        "ssms.license.guests.mails-per-hour, 0"
    })
    void a_bad_value_is_named(String key, String value) {
        settings.put(key, value);
        assertThatThrownBy(this::read).isInstanceOf(ConfigException.class).hasMessageStartingWith(key + ":");
    }

    @Test
    void no_issuer_of_id_tokens_is_believed_unless_one_is_named() {
        assertThat(read().oidc()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "ssms.license.oidc.audience, ' '",
        "ssms.license.oidc.jwks, ' '",
        "ssms.license.oidc.jwks, nowhere",
        "ssms.license.oidc.jwks, ftp://id.example.com/jwks",
        "ssms.license.oidc.jwks, http://id.example.com/jwks",
        "ssms.license.oidc.jwks, 'https://id example'",
        "ssms.license.oidc.user, ' '"
    })
    void an_issuer_that_is_named_is_named_whole(String key, String value) {
        settings.put("ssms.license.oidc.issuer", "https://id.example.com");
        settings.put("ssms.license.oidc.audience", "ssms");
        settings.put("ssms.license.oidc.jwks", "https://id.example.com/jwks");
        assertThat(read().oidc().map(OidcConfig::userClaim)).contains("sub");
        settings.put(key, value);
        assertThatThrownBy(this::read).isInstanceOf(ConfigException.class).hasMessageStartingWith(key + ":");
    }

    @Test
    void nobody_is_asked_for_a_certificate_unless_that_is_switched_on() {
        settings.put("ssms.license.client-certificates.ca", "nowhere");
        assertThat(read().certificates()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "ssms.license.client-certificates.enabled, maybe",
        "ssms.license.client-certificates.ca, ' '",
        "ssms.license.client-certificates.ca, nowhere",
        "ssms.license.client-certificates.crl, nowhere"
    })
    void certificates_of_clients_need_an_authority(String key, String value) throws IOException {
        Path authority = Files.writeString(home.resolve("ca.pem"), "x");
        settings.put("ssms.license.client-certificates.enabled", "true");
        settings.put("ssms.license.client-certificates.ca", authority.toString());
        assertThat(read().certificates()).contains(new CertificateConfig(authority, Optional.empty()));
        settings.put(key, value);
        assertThatThrownBy(this::read).isInstanceOf(ConfigException.class).hasMessageStartingWith(key + ":");
    }

    @Test
    void licenses_are_given_over_ldap_where_a_port_is_named() throws IOException {
        assertThat(read().ldap()).isEmpty();
        Path tls = Files.createDirectories(home.resolve("secrets/tls"));
        Files.writeString(tls.resolve("tls.p12"), "x");
        Files.writeString(tls.resolve("password"), "secret\n");
        settings.put("ssms.license.ldaps.port", "1636");
        LdapConfig ldap = read().ldap().orElseThrow();
        assertThat(ldap.port()).isEmpty();
        assertThat(ldap.tlsPort()).hasValue(1636);
        assertThat(ldap.address().isLoopbackAddress()).isTrue();
        assertThat(ldap.idle()).isEqualTo(Duration.ofMinutes(1));
        assertThat(ldap.key().password()).isEqualTo("secret".toCharArray());
    }

    @ParameterizedTest
    @CsvSource({
        "ssms.license.ldap.port, 65536",
        "ssms.license.ldap.port, -1",
        "ssms.license.ldaps.port, ldaps",
        "ssms.license.ldap.address, 1:2",
        "ssms.license.ldap.keystore, nowhere",
        "ssms.license.ldap.keystore-password-file, nowhere",
        "ssms.license.ldap.connections, 0",
        "ssms.license.ldap.connections-per-source, 257",
        "ssms.license.ldap.idle, PT0S",
        "ssms.license.ldap.idle, PT1H1S"
    })
    void a_bad_value_of_ldap_is_named(String key, String value) throws IOException {
        Path tls = Files.createDirectories(home.resolve("secrets/tls"));
        Files.writeString(tls.resolve("tls.p12"), "x");
        Files.writeString(tls.resolve("password"), "secret\n");
        settings.put("ssms.license.ldap.port", "1389");
        settings.put(key, value);
        assertThatThrownBy(this::read).isInstanceOf(ConfigException.class).hasMessageStartingWith(key + ":");
    }

    @Test
    void the_accounts_file_may_be_left_out() {
        settings.put(LicenseConfig.ACCOUNTS_FILE, "");
        assertThat(read().accountsFile()).isEmpty();
    }

    @Test
    void a_value_that_refers_to_nothing_is_named() {
        assertThatThrownBy(() -> LicenseConfig.from(new ConfigValues(key -> {
                    throw new NoSuchElementException("ssms.home");
                })))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("ssms.license.kek.keystore:");
    }

    private LicenseConfig read() {
        return LicenseConfig.from(new ConfigValues(key -> Optional.ofNullable(settings.get(key))));
    }
}
