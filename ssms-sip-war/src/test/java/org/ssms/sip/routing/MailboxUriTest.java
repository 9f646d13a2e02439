package org.ssms.sip.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ssms.location.CalledParty;
import org.ssms.location.DiversionReason;
import org.ssms.sip.container.config.ConnectorConfig;
import org.ssms.sip.container.config.Transport;

class MailboxUriTest {
    private static final OwnAddresses ADDRESSES = new OwnAddresses(List.of(
            new ConnectorConfig(Transport.UDP, "127.0.0.1", 5060),
            new ConnectorConfig(Transport.TLS, "127.0.0.1", 5061)));
    private static final CalledParty BOB = new CalledParty("bob", "localhost");

    private static String uri(String host, String requestUri, String transport) {
        return new MailboxUri(TargetReaderTest.names(host), ADDRESSES)
                .of(BOB, DiversionReason.NO_ANSWER, MailboxUri.Way.of(requestUri, transport));
    }

    @Test
    void it_names_target_and_cause() {
        assertThat(uri("vm.localhost", "sip:bob@localhost", "UDP"))
                .isEqualTo("sip:bob@vm.localhost;target=sip%3Abob%40localhost;cause=408");
    }

    @Test
    void the_transport_stays() {
        assertThat(uri("127.0.0.1:5060", "sip:bob@localhost", "TCP"))
                .isEqualTo("sip:bob@127.0.0.1:5060;transport=tcp;target=sip%3Abob%40localhost;cause=408");
        assertThat(uri("127.0.0.1:5060", "sip:bob@localhost", "TLS"))
                .isEqualTo("sip:bob@127.0.0.1:5061;transport=tls;target=sip%3Abob%40localhost;cause=408");
    }

    @Test
    void sips_stays_sips() {
        assertThat(uri("vm.localhost", "SIPS:bob@localhost", "TLS"))
                .isEqualTo("sips:bob@vm.localhost;target=sip%3Abob%40localhost;cause=408");
    }

    @ParameterizedTest
    @EnumSource
    void the_reader_understands_it(DiversionReason reason) {
        String uri = new MailboxUri(TargetReaderTest.names("127.0.0.1:5060"), ADDRESSES)
                .of(BOB, reason, new MailboxUri.Way(false, "udp"));
        assertThat(TargetReaderTest.reader("127.0.0.1:5060").read(uri))
                .isEqualTo(new RequestTarget.Mailbox(BOB, reason));
    }
}
