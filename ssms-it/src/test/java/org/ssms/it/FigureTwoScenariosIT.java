package org.ssms.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.ssms.it.server.Exchange;
import org.ssms.it.sip.IncomingCall;
import org.ssms.it.sip.Telephone;
import org.ssms.it.tool.Sipp;
import org.ssms.it.tool.Sipp.Transport;
import org.ssms.it.tool.Tool;

/**
 * The rows F2-1 to F2-13 as a foreign tester plays them: in redirect mode and in proxy mode, over UDP, TCP and TLS. The
 * telephones that are called are the tests' own.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
class FigureTwoScenariosIT {
    private final Exchange exchange = Exchange.shared();
    private final Map<String, Telephone> telephones = new LinkedHashMap<>();

    @BeforeAll
    void telephones_are_registered_and_settings_made() throws Exception {
        Tool.require("sipp", "sip-tester");
        registered("busy", call -> call.refuse(486));
        registered("ringing", IncomingCall::ring);
        registered("declining", call -> call.refuse(603));
        registered("moving", call -> call.move("sip:somewhere@else.invalid"));
        registered("away", IncomingCall::ring);
        registered("strict", call -> call.refuse(486));
        exchange.subscriber("away").changeSettings(Map.of("outOfOffice", Map.of()));
        exchange.subscriber("strict").changeSettings(Map.of("whenBusy", "reject"));
        exchange.subscriber("ringing").changeSettings(Map.of("ringSeconds", 5));
    }

    private void registered(String user, java.util.function.Consumer<IncomingCall> reaction) {
        Telephone telephone =
                exchange.telephone(user, Exchange.PROXY, Transport.UDP).when(reaction);
        telephones.put(user, telephone);
        assertThat(telephone.register(3600).status()).isEqualTo(200);
    }

    @AfterAll
    void free_the_ports() {
        telephones.values().forEach(Telephone::close);
    }

    private static Stream<Arguments> rows() {
        String absent = "sip:absent@localhost";
        return Stream.of(
                        row(
                                "F2-1 F2-3 F2-4 F2-6 F2-7 user@domain is redirected and taken",
                                "redirected",
                                absent,
                                redirect("absent", 404, "unavailable")),
                        row(
                                "F2-1 sip URI with a number",
                                "redirected",
                                "sip:" + Exchange.number("absent") + "@localhost;user=phone",
                                redirect("absent", 404, "unavailable")),
                        row(
                                "F2-1 tel URI",
                                "redirected",
                                "tel:" + Exchange.number("absent"),
                                redirect("absent", 404, "unavailable")),
                        row("F2-1 user@domain is proxied", "answered", "sip:absent@proxy.localhost", Map.of()),
                        row(
                                "F2-1 number is proxied",
                                "answered",
                                "sip:" + Exchange.number("absent") + "@proxy.localhost;user=phone",
                                Map.of()),
                        row("F2-5 the ACK of the 302 ends it", "redirect-repeated", absent, Map.of()),
                        row(
                                "F2-7 unknown is 404, redirected",
                                "refused",
                                "sip:nobody@localhost",
                                Map.of("status", "404")),
                        row(
                                "F2-7 unknown is 404, proxied",
                                "refused",
                                "sip:nobody@proxy.localhost",
                                Map.of("status", "404")),
                        row(
                                "F2-7 unknown is 404, mailbox",
                                "refused",
                                "sip:nobody@vm.localhost",
                                Map.of("status", "404")),
                        row("F2-8 the ACK is lost, mailbox", "lost-ack", "sip:absent@vm.localhost", Map.of()),
                        row("F2-8 the ACK is lost, proxied", "lost-ack", "sip:absent@proxy.localhost", Map.of()),
                        row(
                                "F2-10 out of office, redirected",
                                "redirected",
                                "sip:away@localhost",
                                redirect("away", 302, "unconditional")),
                        row("F2-10 out of office, proxied", "answered", "sip:away@proxy.localhost", Map.of()),
                        row(
                                "F2-11 busy, redirected: the mailbox is the last contact",
                                "offered",
                                "sip:busy@localhost",
                                redirect("busy", 408, "")),
                        row("F2-11 busy, proxied", "answered", "sip:busy@proxy.localhost", Map.of()),
                        row(
                                "F2-11 busy and the owner wants no mailbox, proxied",
                                "refused",
                                "sip:strict@proxy.localhost",
                                Map.of("status", "486")),
                        row(
                                "F2-12 unanswered, redirected: the mailbox is the last contact",
                                "offered",
                                "sip:ringing@localhost",
                                redirect("ringing", 408, "")),
                        row("F2-12 unanswered, proxied", "answered", "sip:ringing@proxy.localhost", Map.of()),
                        row(
                                "F2-13 declined, redirected: the mailbox is the last contact",
                                "offered",
                                "sip:declining@localhost",
                                redirect("declining", 408, "")),
                        row("F2-13 declined, proxied", "answered", "sip:declining@proxy.localhost", Map.of()),
                        row("F2-13 deflected by the user, proxied", "answered", "sip:moving@proxy.localhost", Map.of()))
                .flatMap(row -> Stream.of(Transport.values()).map(transport -> with(row, transport)))
                .filter(arguments -> isPossible(arguments.get()));
    }

    /** What the 302 must say. */
    private static Map<String, String> redirect(String user, int cause, String reason) {
        return Map.of(
                "mailbox",
                user,
                "cause",
                Integer.toString(cause),
                "diversion",
                "reason=" + reason,
                "history",
                "Reason=SIP%3Bcause%3D" + cause + ".*;index=1");
    }

    private static Arguments row(String name, String scenario, String uri, Map<String, String> values) {
        return Arguments.of(name, scenario, uri, values);
    }

    private static Arguments with(Arguments row, Transport transport) {
        List<Object> all = new ArrayList<>(List.of(row.get()));
        all.add(transport);
        return Arguments.of(all.toArray());
    }

    /** Over a connection nothing is repeated but the 200. */
    private static boolean isPossible(Object[] arguments) {
        return arguments[4] == Transport.UDP || !arguments[1].equals("redirect-repeated");
    }

    @ParameterizedTest(name = "{0} over {4}")
    @MethodSource("rows")
    void plays(String name, String scenario, String uri, Map<String, String> values, Transport transport) {
        Map<String, String> all = new HashMap<>(values);
        all.put("uri", uri);
        all.put("to", uri.replaceFirst(";.*", ""));
        try {
            Sipp.play("figure2/" + scenario, exchange.entrance(transport).getPort(), transport, all, 1);
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "\nthe telephones heard " + heard(), e);
        }
    }

    private Map<String, List<String>> heard() {
        Map<String, List<String>> heard = new LinkedHashMap<>();
        telephones.forEach((user, telephone) -> heard.put(
                user,
                telephone.requests().stream()
                        .map(request -> request.method() + " " + request.value("Call-ID"))
                        .toList()));
        return heard;
    }
}
