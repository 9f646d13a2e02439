package org.ssms.guard.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssms.base.test.TestCertificates.Issued;
import org.ssms.base.test.TestCertificates.Request;

class ClientCertificatesTest {
    private static final Instant FROM = Instant.parse("2026-11-26T12:00:00Z");

    @TempDir
    Path directory;

    private final Issued one = authority("one");
    private final Issued two = authority("two");

    @Test
    void clients_are_told_whose_certificates_are_of_use_and_every_one_passes_the_handshake() throws Exception {
        Path bundle = directory.resolve("ca.pem");
        Files.writeString(bundle, one.pem() + two.pem());
        X509ExtendedTrustManager manager = manager(bundle.toString());
        assertThat(manager.getAcceptedIssuers()).containsExactly(one.certificate(), two.certificate());
        X509Certificate[] foreign = {authority("foreign").certificate()};
        manager.checkClientTrusted(foreign, "UNKNOWN");
    }

    @Test
    void no_server_is_trusted_whoever_has_issued_its_certificate() throws Exception {
        Path bundle = directory.resolve("ca.pem");
        Files.writeString(bundle, one.pem());
        X509Certificate[] server = {one.certificate()};
        assertThatThrownBy(() -> manager(bundle.toString()).checkServerTrusted(server, "UNKNOWN"))
                .isInstanceOf(CertificateException.class);
    }

    @Test
    void without_a_file_of_certificates_the_door_opens_and_tells_of_none() throws Exception {
        Path odd = directory.resolve("odd.pem");
        Files.writeString(odd, "-----BEGIN CERTIFICATE-----\nx");
        for (String bundle : new String[] {"", directory.resolve("nowhere").toString(), odd.toString()}) {
            assertThat(manager(bundle).getAcceptedIssuers()).as(bundle).isEmpty();
        }
    }

    private static X509ExtendedTrustManager manager(String bundle) throws Exception {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(
                ClientCertificates.ALGORITHM, new ClientCertificates(ClientCertificates.CA + bundle));
        return (X509ExtendedTrustManager) factory.getTrustManagers()[0];
    }

    private static Issued authority(String name) {
        return new Request(name, FROM, FROM.plusSeconds(60)).authority().issue(null);
    }
}
