package org.ssms.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.ssms.it.server.MediaNode;
import org.ssms.it.server.SsmsServer;
import org.ssms.it.server.Subscriber;
import org.ssms.it.tool.Ports;

/** What happens to a guest's mail while the mail server, or our own, is away (F6-61a). */
@SsmsServer.Beside
class GuestMailIT {
    /** The second try comes half a minute after the first. */
    private static final Duration ARRIVAL = Duration.ofMinutes(2);

    @Test
    void a_mail_server_that_is_away_and_a_crash_lose_neither_the_grant_nor_the_mail() throws Exception {
        int port = Ports.free();
        try (SsmsServer server = SsmsServer.start(
                "guest-mail", 4, Map.of("ssms.mail.enabled", "true", "ssms.mail.port", Integer.toString(port)))) {
            Subscriber alice = Subscriber.of(server, "alice");
            MediaNode.Message message = MediaNode.of(server).leave("alice");
            assertThat(alice.post(
                                    "/license/v1/messages/" + message.id() + "/grants",
                                    alice.session(),
                                    "{\"to\":\"mailto:friend@example.com\",\"rights\":{}}")
                            .statusCode())
                    .isEqualTo(201);
            Await.untilTrue(
                    "SSMS-4008",
                    Duration.ofSeconds(30),
                    () -> Files.readString(server.log()).contains("SSMS-4008"));
            server.kill();
            server.restart();
            GreenMail mail = new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
            mail.start();
            try {
                Await.untilTrue("the invitation", ARRIVAL, () -> mail.getReceivedMessages().length > 0);
                assertThat(mail.getReceivedMessages()[0].getAllRecipients()[0]).hasToString("friend@example.com");
            } finally {
                mail.stop();
            }
        }
    }
}
