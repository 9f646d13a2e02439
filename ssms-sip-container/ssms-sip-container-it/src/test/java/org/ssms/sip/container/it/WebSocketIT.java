package org.ssms.sip.container.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SIP over WebSocket (RFC 7118) with the JDK's client, which knows nothing of the server's code. */
@ExtendWith(FeatureExtension.class)
class WebSocketIT {
    private static final int LIMIT = 2 * 96 * 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    /** A client of the web: its host is invented, its Via as well, and it may leave Content-Length out. */
    private record Client(String scheme, String id) {
        static Client of(String scheme) {
            return new Client(scheme, "ws" + System.nanoTime());
        }

        String request(String method, int sequence, String toTag, String headers) {
            String transport = scheme.toUpperCase(Locale.ROOT);
            return """
                    %1$s sip:bob@127.0.0.1 SIP/2.0\r
                    Via: SIP/2.0/%2$s %3$s.invalid;branch=z9hG4bK%3$s%4$d\r
                    From: <sip:bob@example.com>;tag=%3$s\r
                    To: <sip:bob@127.0.0.1>%5$s\r
                    Call-ID: %3$s\r
                    CSeq: %4$d %1$s\r
                    Contact: <sip:bob@%3$s.invalid;transport=ws>\r
                    Max-Forwards: 70\r
                    %6$s\r
                    """.formatted(method, transport, id, sequence, toTag, headers);
        }

        /** 200 to what the server asked. */
        static String ok(String request) {
            StringBuilder ok = new StringBuilder("SIP/2.0 200 OK\r\n");
            request.lines()
                    .filter(line -> line.matches("(Via|From|To|Call-ID|CSeq): .*"))
                    .forEach(line -> ok.append(line).append("\r\n"));
            return ok.append("\r\n").toString();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ws", "wss"})
    void client_registers_and_gets_requests_of_its_dialog_over_the_same_connection(String scheme) throws Exception {
        try (WebSocketCaller caller = WebSocketCaller.open(scheme, "sip")) {
            assertThat(caller.socket().getSubprotocol()).isEqualTo("sip");
            Client register = Client.of(scheme);
            caller.send(register.request("REGISTER", 1, "", ""));
            assertThat(caller.receive())
                    .startsWith("SIP/2.0 200")
                    .contains("Contact: <sip:bob@" + register.id() + ".invalid;transport=ws>\r\n");

            Client client = Client.of(scheme);
            caller.send(client.request("SUBSCRIBE", 1, "", "Event: message-summary\r\nExpires: 60\r\n"));
            String ok = caller.receive();
            assertThat(ok).startsWith("SIP/2.0 200");
            String notify = caller.receive();
            assertThat(notify).startsWith("NOTIFY sip:bob@" + client.id() + ".invalid;transport=ws");
            assertThat(SipText.header(notify, "Via"))
                    .startsWith("SIP/2.0/" + scheme.toUpperCase(Locale.ROOT) + " 127.0.0.1:");
            assertThat(SipText.header(notify, "Subscription-State")).isEqualTo("active;expires=60");
            caller.send(Client.ok(notify));

            String toTag = SipText.header(ok, "To").replaceFirst(".*(;tag=.*)", "$1");
            caller.send(client.request("SUBSCRIBE", 2, toTag, "Event: message-summary\r\nExpires: 0\r\n"));
            assertThat(caller.receive()).startsWith("SIP/2.0 200");
            String last = caller.receive();
            assertThat(SipText.header(last, "Subscription-State")).startsWith("terminated");
            caller.send(Client.ok(last));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ws", "wss"})
    void registered_client_gets_the_request_of_another_over_its_connection(String scheme) throws Exception {
        try (WebSocketCaller callee = WebSocketCaller.open(scheme, "sip")) {
            Client client = Client.of(scheme);
            callee.send(client.request("REGISTER", 1, "", ""));
            assertThat(callee.receive()).startsWith("SIP/2.0 200");
            Sipp.Running other =
                    Sipp.start(new Sipp.Run("message", "registered", 1, FeatureServer.SIP_PORT), Sipp.Transport.UDP);
            String message = callee.receive();
            assertThat(message)
                    .startsWith("MESSAGE sip:bob@" + client.id() + ".invalid;transport=ws SIP/2.0")
                    .doesNotContain("\r\nRoute:");
            callee.send(Client.ok(message));
            assertThat(other.successful()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "xmpp"})
    void subprotocol_sip_is_required(String subprotocol) {
        assertThatThrownBy(() -> WebSocketCaller.open("ws", subprotocol))
                .hasCauseInstanceOf(WebSocketHandshakeException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ws", "wss"})
    void ping_and_keep_alive_are_answered(String scheme) throws Exception {
        try (WebSocketCaller caller = WebSocketCaller.open(scheme, "sip")) {
            caller.socket().sendPing(ByteBuffer.wrap(new byte[] {1, 2, 3})).join();
            assertThat(caller.receive()).isEqualTo("pong");
            caller.send("\r\n\r\n");
            assertThat(caller.receive()).isEqualTo("\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ws", "wss"})
    void close_is_answered(String scheme) throws Exception {
        try (WebSocketCaller caller = WebSocketCaller.open(scheme, "sip")) {
            caller.socket().sendClose(WebSocket.NORMAL_CLOSURE, "").join();
            assertThat(caller.receive()).isEqualTo("closed");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ws", "wss"})
    void message_in_parts_with_a_body_and_without_length_arrives(String scheme) throws Exception {
        try (WebSocketCaller caller = WebSocketCaller.open(scheme, "sip")) {
            String message =
                    Client.of(scheme).request("MESSAGE", 1, "", "Content-Type: text/plain\r\n") + "x".repeat(64 * 1024);
            caller.socket().sendText(message.substring(0, 1_000), false).join();
            caller.socket().sendText(message.substring(1_000), true).join();
            assertThat(caller.receive()).startsWith("SIP/2.0 200");
        }
    }

    @Test
    void message_over_the_limit_closes_the_connection_and_no_other() throws Exception {
        try (WebSocketCaller other = WebSocketCaller.open("ws", "sip");
                WebSocketCaller caller = WebSocketCaller.open("ws", "sip")) {
            try {
                caller.send("x".repeat(LIMIT + 1));
            } catch (java.util.concurrent.CompletionException brokenPipe) {
                assertThat(brokenPipe).hasRootCauseInstanceOf(java.io.IOException.class);
            }
            assertThat(caller.receive()).isEqualTo("closed");
            other.send(Client.of("ws").request("MESSAGE", 1, "", ""));
            assertThat(other.receive()).startsWith("SIP/2.0 200");
        }
    }

    /** The timer of the subscription still fires when the client is gone. */
    @Test
    void request_for_a_closed_connection_goes_nowhere_and_harms_nothing(WildFly server) throws Exception {
        Client client = Client.of("ws");
        try (WebSocketCaller caller = WebSocketCaller.open("ws", "sip")) {
            caller.send(client.request("SUBSCRIBE", 1, "", "Event: message-summary\r\nExpires: 1\r\n"));
            caller.receive();
            caller.send(Client.ok(caller.receive()));
        }
        try (WebSocketCaller caller = WebSocketCaller.open("ws", "sip")) {
            Await.until("the end of the subscription, of which nobody is left to hear", PATIENCE, () -> {
                caller.send(Client.of("ws").request("REGISTER", 1, "", ""));
                return caller.receive().contains("X-Ended: " + client.id() + "\r\n");
            });
            caller.send(Client.of("ws").request("MESSAGE", 1, "", ""));
            assertThat(caller.receive()).startsWith("SIP/2.0 200");
        }
        assertThat(server.logText()).doesNotContain(client.id());
    }
}
