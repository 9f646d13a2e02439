package org.ssms.mailbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.ssms.client.LicenseServerClient;
import org.ssms.identity.IdentitySource;
import org.ssms.protect.key.KeyId;
import org.ssms.protect.key.MessageId;
import org.ssms.protect.key.ServiceKey;
import org.ssms.protect.recording.RecordingStore;

@Timeout(60) // a defect here may wait for ever
class PhoneMailboxTest {
    private static final MessageId MESSAGE = MessageId.parse("2xe7d4kbvm9wn3p5q8rs6tj0ya");
    private static final String SESSION =
            "{\"token\":\"t0k\",\"expiresAt\":\"2026-11-23T05:00:00Z\",\"tokenType\":\"DPoP\"}";
    private static final String GRANT =
            "{\"grantId\":\"5f2b7c0e-8a41-4c1d-9d55-3b2a1c0f9e77\",\"rights\":{\"plays\":1}}";

    @TempDir
    Path storage;

    private final List<String> requests = new ArrayList<>();
    private final Deque<Answer> answers = new ArrayDeque<>();
    private HttpServer server;
    private PhoneMailbox mailbox;

    /** Of whatever mailboxes. */
    private final List<MessageId> here = new ArrayList<>();

    private record Answer(int status, String body) {}

    private final class Here extends Mailboxes {
        @Override
        public List<MessageView> held(Collection<MessageId> ids) {
            return here.stream().filter(ids::contains).map(Here::view).toList();
        }

        private static MessageView view(MessageId id) {
            return new MessageView(
                    id,
                    KeyId.parse("a7e61c37-3e21-4033-8210-91fa607bf3b8"),
                    "sip:eve@example.org",
                    "",
                    IdentitySource.FROM,
                    Instant.EPOCH,
                    Duration.ofSeconds(1),
                    MessageState.HEARD,
                    null,
                    null);
        }
    }

    @BeforeEach
    void open() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
        URI base = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/license/v1");
        LicenseServerClient client = new LicenseServerClient(
                base, ServiceKey.parse("c2VydmljZS1rZXktZm9yLXRlc3Rz"), Duration.ofSeconds(20), null);
        answers.add(new Answer(201, SESSION));
        mailbox = new PhoneMailboxes(client, new Here(), new RecordingStore(storage))
                .open("alice", "824193".toCharArray(), "192.0.2.1", "tel:+491");
        requests.clear();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body);
        Answer answer = answers.remove();
        byte[] bytes = answer.body().getBytes(UTF_8);
        exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Test
    void c33_all_is_forwarded_that_may_be_given() throws Exception {
        answers.add(new Answer(200, "{\"save\":false}"));
        answers.add(new Answer(201, GRANT));
        mailbox.forward(MESSAGE, "bob");
        assertThat(requests).last().isEqualTo(grants("{}"));
    }

    @Test
    void who_has_some_plays_left_does_not_give_all_of_them_away() throws Exception {
        answers.add(new Answer(200, "{\"plays\":3}"));
        answers.add(new Answer(201, GRANT));
        mailbox.forward(MESSAGE, "bob");
        assertThat(requests).last().isEqualTo(grants("{\"plays\":1}"));
    }

    private static String grants(String rights) {
        return "POST /license/v1/messages/" + MESSAGE + "/grants {\"to\":\"bob\",\"rights\":" + rights + "}";
    }

    @Test
    void c33_what_was_forwarded_is_there_once_the_oldest_first_as_far_as_this_node_has_it() throws Exception {
        MessageId second = MessageId.parse("3xe7d4kbvm9wn3p5q8rs6tj0ya");
        MessageId elsewhere = MessageId.parse("4xe7d4kbvm9wn3p5q8rs6tj0ya");
        here.add(MESSAGE);
        here.add(second);
        answers.add(new Answer(
                200,
                "{\"messages\":[" + received(MESSAGE, "bob") + "," + received(elsewhere, "bob") + ","
                        + received(second, "carol") + "," + received(MESSAGE, "carol") + "]}"));
        assertThat(mailbox.forwarded())
                .extracting(one -> one.message().id() + " " + one.from())
                .containsExactly(second + " carol", MESSAGE + " bob");
        assertThat(requests).containsExactly("GET /license/v1/shared?rights=false ");
    }

    private static String received(MessageId id, String from) {
        return "{\"messageId\":\"" + id + "\",\"from\":\"" + from + "\"}";
    }

    @Test
    void c30_another_pin_is_set_from_where_he_calls() throws Exception {
        answers.add(new Answer(204, ""));
        mailbox.changePin("824193".toCharArray(), "371946".toCharArray());
        assertThat(requests)
                .containsExactly("PUT /license/v1/keys/pin {\"user\":\"alice\",\"pin\":\"824193\","
                        + "\"source\":\"192.0.2.1\",\"caller\":\"tel:+491\",\"newPin\":\"371946\"}");
    }

    @Test
    void its_session_is_given_back_once_whatever_comes_of_that() {
        answers.add(new Answer(503, ""));
        assertThatCode(mailbox::close).doesNotThrowAnyException();
        assertThat(requests).containsExactly("DELETE /license/v1/sessions ");
    }
}
