package org.ssms.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ssms.it.server.Exchange;
import org.ssms.it.server.Greetings;
import org.ssms.it.server.SsmsServer;
import org.ssms.it.server.Storage;
import org.ssms.it.server.Subscriber;
import org.ssms.it.sip.Telephone;
import org.ssms.it.tool.Correlation;
import org.ssms.it.tool.Kamailio;
import org.ssms.it.tool.Sipp.Transport;
import org.ssms.it.tool.Softphone;
import org.ssms.it.tool.Speech;
import org.ssms.media.prompt.PromptName;
import org.ssms.player.audio.SoundFile;

/**
 * baresip telephones at our proxy, and Kamailio in front of it, once as a PBX: who answers, and who gets which greeting
 * and leaves a message (C05, C08, F2-10 to F2-13). They mostly wait, so all at once.
 */
@Execution(ExecutionMode.CONCURRENT)
class RealTelephonesE2eIT {
    /** A talk, a message. */
    private static final int SECONDS = 3;

    private static final short[] ALICE_SAYS = SoundFile.fromUlaw(Speech.ulaw(40, 31));
    private static final short[] BOB_SAYS = SoundFile.fromUlaw(Speech.ulaw(40, 32));

    private static final AtomicInteger RUN = new AtomicInteger();

    private final Exchange exchange = Exchange.shared();
    private final int port = exchange.server().sip().getPort();
    private final Path directory = SsmsServer.directory().resolve("telephones");

    @Test
    void bob_takes_a_call_of_alice_and_nothing_is_recorded() throws Exception {
        takesCall("bob", Transport.UDP);
    }

    /** It is reached by the connection from which it registered, and hangs up by it. */
    @ParameterizedTest
    @CsvSource({"wired, TCP", "secured, TLS"})
    void telephone_on_a_connection_takes_a_call(String user, Transport transport) throws Exception {
        takesCall(user, transport);
    }

    private void takesCall(String user, Transport transport) throws Exception {
        try (Softphone bob = registered(user, transport, "");
                Softphone alice = alice("for-" + user)) {
            alice.dial("sip:" + user + "@" + Exchange.PROXY);
            bob.sees("Incoming call");
            bob.accept();
            alice.sees("Call established");
            alice.hears(SECONDS);
            bob.hears(SECONDS);
            if (transport == Transport.UDP) {
                alice.hangUp();
                bob.sees("session closed");
            } else {
                bob.hangUp();
                alice.sees("session closed");
            }
            bob.quit();
            alice.quit();
            assertHeard(bob, ALICE_SAYS);
            assertHeard(alice, BOB_SAYS);
        }
        new Storage(exchange.server()).awaitStored(user);
        assertThat(exchange.subscriber(user).messages()).isEmpty();
    }

    private static void assertHeard(Softphone phone, short[] said) {
        assertThat(Correlation.shareHeard(phone.heard(), said)).isGreaterThan(0.5);
    }

    @Test
    void nobody_answers() throws Exception {
        exchange.subscriber("sleeper").changeSettings(Map.of("ringSeconds", 5));
        try (Softphone telephone = registered("sleeper", "")) {
            leavesMessage("sleeper", PromptName.GREETING_NOT_ANSWERED);
            telephone.sees("Incoming call").sees("session closed");
        }
    }

    @Test
    void the_call_is_refused_as_busy() throws Exception {
        try (Softphone telephone = registered("refuser", "")) {
            try (Softphone alice = alice("for-refuser")) {
                alice.dial("sip:refuser@" + Exchange.PROXY);
                telephone.sees("Incoming call");
                telephone.hangUp();
                speaksUntilRecorded("refuser", "alice", alice, PromptName.GREETING_BUSY);
            }
            exchange.subscriber("refuser").awaitMessageFrom("alice");
        }
    }

    @Test
    void the_telephone_is_engaged() throws Exception {
        try (Softphone telephone = registered("engaged", ";answermode=auto");
                Softphone first = alice("first")) {
            first.dial("sip:engaged@" + Exchange.PROXY);
            first.sees("Call established");
            leavesMessage("engaged", PromptName.GREETING_BUSY);
            assertThat(telephone.screen()).doesNotContain("session closed");
        }
    }

    @Test
    void the_call_is_declined() throws Exception {
        try (Telephone telephone = exchange.telephone("decliner", Exchange.PROXY, Transport.UDP)) {
            telephone.when(call -> call.refuse(603)).register(600);
            leavesMessage("decliner", PromptName.GREETING); // that it was declined is nobody's business
        }
    }

    @Test
    void out_of_office_it_does_not_ring() throws Exception {
        exchange.subscriber("holiday").changeSettings(Map.of("outOfOffice", Map.of()));
        try (Softphone telephone = registered("holiday", "")) {
            leavesMessage("holiday", PromptName.GREETING_OUT_OF_OFFICE);
            assertThat(telephone.screen()).doesNotContain("Incoming call");
        }
    }

    @Test
    void no_telephone_is_registered() throws Exception {
        leavesMessage("nobodyhome", PromptName.GREETING);
    }

    @Test
    void kamailio_says_by_diversion_whose_mailbox_it_is() throws Exception {
        try (Kamailio front = kamailio("DIVERSION")) {
            callsThrough(front, "boss", "by-diversion", PromptName.GREETING);
        }
    }

    @Test
    void kamailio_says_by_history_info_whose_mailbox_it_is_when_nobody_answers() throws Exception {
        try (Kamailio front = kamailio("HISTORY");
                Telephone telephone = Telephone.at(front.address(), "nomad", "localhost")) {
            telephone.when(org.ssms.it.sip.IncomingCall::ring);
            assertThat(telephone.register(600).status()).isEqualTo(200);
            callsThrough(front, "nomad", "by-history", PromptName.GREETING_NOT_ANSWERED);
            telephone.calls().get(0).cancelled().get();
        }
    }

    @Test
    void kamailio_says_by_target_whose_mailbox_it_is_when_busy() throws Exception {
        try (Kamailio front = kamailio("TARGET");
                Telephone telephone = Telephone.at(front.address(), "forking", "localhost")) {
            telephone.when(call -> call.refuse(486));
            assertThat(telephone.register(600).status()).isEqualTo(200);
            callsThrough(front, "forking", "by-target", PromptName.GREETING_BUSY);
        }
    }

    @Test
    void a_pbx_forwards_a_busy_call_to_the_mailbox_of_the_extension() throws Exception {
        forwardsBusyCall("extension", "extension");
    }

    @Test
    void a_pbx_forwards_a_busy_call_to_the_mailbox_of_the_number_written_without_plus() throws Exception {
        forwardsBusyCall("dialled", Exchange.number("dialled").substring(1));
    }

    /** It makes a new call of it: its own address stands behind who was busy, and nothing else names the mailbox. */
    private void forwardsBusyCall(String called, String dialled) throws Exception {
        try (Kamailio front = kamailio("PBX");
                Telephone telephone = Telephone.at(front.address(), dialled, "pbx.invalid")) {
            telephone.when(call -> call.refuse(486));
            assertThat(telephone.register(600).status()).isEqualTo(200);
            callsThrough(front, called, "sip:" + dialled + "@pbx.invalid", "by-pbx", PromptName.GREETING_BUSY);
        }
    }

    private Kamailio kamailio(String how) {
        return Kamailio.start(
                directory.resolve("kamailio-" + how + "-" + RUN.incrementAndGet()),
                Exchange.FRONT,
                how,
                exchange.server().sip());
    }

    private void callsThrough(Kamailio front, String called, String caller, PromptName greeting) {
        callsThrough(front, called, "sip:" + called + "@localhost", caller, greeting);
    }

    private void callsThrough(Kamailio front, String called, String uri, String caller, PromptName greeting) {
        String account = "<sip:" + caller + "@caller.invalid>;regint=0;audio_codecs=PCMU;outbound=\"sip:"
                + Exchange.FRONT + ":" + front.address().getPort() + ";transport=udp\"";
        try (Softphone telephone = Softphone.start(directory.resolve(caller + "-" + called), account, ALICE_SAYS)) {
            telephone.dial(uri);
            speaksUntilRecorded(called, caller, telephone, greeting);
        }
        exchange.subscriber(called).awaitMessageFrom(caller);
    }

    private Softphone registered(String user, String more) {
        return registered(user, Transport.UDP, more);
    }

    private Softphone registered(String user, Transport transport, String more) {
        String account = Softphone.account(
                        user, Exchange.PROXY, SsmsServer.PASSWORD, entrance(transport), ";regint=600" + more)
                .replace("transport=udp", "transport=" + transport.name().toLowerCase(Locale.ROOT));
        return Softphone.start(directory.resolve(user), account, BOB_SAYS).registered();
    }

    private int entrance(Transport transport) {
        return transport == Transport.TLS ? exchange.server().sips().getPort() : port;
    }

    /** One of alice's telephones: it only calls, and shows her password when asked. */
    private Softphone alice(String name) {
        String account = Softphone.account("alice", Exchange.PROXY, SsmsServer.PASSWORD, port, ";regint=0");
        return Softphone.start(directory.resolve("alice-" + name), account, ALICE_SAYS);
    }

    private void leavesMessage(String called, PromptName greeting) {
        Subscriber owner = exchange.subscriber(called);
        try (Softphone alice = alice("for-" + called)) {
            alice.dial("sip:" + called + "@" + Exchange.PROXY);
            speaksUntilRecorded(called, "alice", alice, greeting);
        }
        owner.awaitMessageFrom("alice");
    }

    private void speaksUntilRecorded(String mailbox, String caller, Softphone telephone, PromptName greeting) {
        telephone.sees("Call established");
        new Storage(exchange.server()).awaitRecording(mailbox, caller, SECONDS);
        telephone.hangUp();
        telephone.sees("terminated");
        telephone.quit();
        assertThat(Greetings.heard(telephone.heard())).isEqualTo(greeting);
    }
}
