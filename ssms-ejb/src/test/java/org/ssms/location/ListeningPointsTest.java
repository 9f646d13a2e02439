package org.ssms.location;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ssms.config.TestConfig;
import org.ssms.identity.IdentityConfig;
import org.ssms.location.ListeningPoints.ListeningPoint;

class ListeningPointsTest {
    private static final URI WEB = URI.create("https://voicemail.example.org:8443");

    private static ListeningPoints points(String mailboxHost) {
        return new ListeningPoints(
                LocationConfig.from(TestConfig.with(Map.of("ssms.sip.mailbox-host", mailboxHost))),
                IdentityConfig.from(TestConfig.defaults()));
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1,   127.0.0.1:5070",
        "::1,         [::1]:5070",
        "0.0.0.0,     voicemail.example.org:5070",
        "::,          voicemail.example.org:5070"
    })
    void the_mailboxes_are_where_we_listen_first(String address, String host) {
        ListeningPoints points = points("");
        points.are(
                List.of(new ListeningPoint("UDP", address, 5070), new ListeningPoint("TLS", "192.0.2.1", 5061)), WEB);
        assertThat(points.mailboxHost()).isEqualTo(host);
        assertThat(points.all()).hasSize(2);
    }

    @Test
    void an_operator_may_say_another_host() {
        ListeningPoints points = points("vm.example.org");
        points.are(List.of(new ListeningPoint("UDP", "127.0.0.1", 5070)), WEB);
        assertThat(points.mailboxHost()).isEqualTo("vm.example.org");
    }

    @Test
    void as_long_as_nobody_listens_the_domain_stands_for_it() {
        assertThat(points("").mailboxHost()).isEqualTo("localhost");
        assertThat(points("").all()).isEmpty();
    }
}
