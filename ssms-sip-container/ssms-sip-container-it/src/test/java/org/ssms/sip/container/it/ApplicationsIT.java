package org.ssms.sip.container.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the test applications of Restcomm do, each by an application of our own; all of them in one EAR. */
@ExtendWith(FeatureExtension.class)
class ApplicationsIT {
    private static final int CALLS = 100;
    private static final int LOST_AFTER_MILLIS = 9_000;

    private static Phone phone() throws Exception {
        return new Phone(FeatureServer.SIP_PORT);
    }

    private static void awaitHeard(Leg leg, String... methods) throws Exception {
        for (String method : methods) {
            leg.await(method, 1);
        }
    }

    /** Its {@code servletInitialized} calls: the connectors are open then. */
    @Test
    void application_calls_as_soon_as_it_is_in_service(FeatureServer server) throws Exception {
        awaitHeard(server.calledAtStart(), "INVITE", "ACK", "BYE");
    }

    /** It looked up all that it needs in JNDI, below java:comp/env and java:app. */
    @Test
    void application_is_called() throws Exception {
        try (Phone caller = phone()) {
            caller.invite("app-shootme", List.of());
            caller.awaitProvisional(180);
            String ok = caller.awaitFinal();
            assertThat(ok).startsWith("SIP/2.0 200");
            assertThat(SipText.header(ok, "X-Jndi")).isEqualTo("sip:found@example.com true");
            assertThat(SipText.header(ok, "X-Bean")).isEqualTo("sip:bean@example.com");
            assertThat(SipText.header(ok, "X-Context")).isEqualTo("true");
            assertThat(caller.hangUp(ok)).isEqualTo(200);
        }
    }

    /** The branch that lost answers 487 before the caller's ACK, and much later the call can still be ended. */
    @Test
    void hundred_calls_to_the_first_of_two_phones_outlive_the_other() throws Exception {
        List<Phone> callers = new ArrayList<>();
        List<String> answers = new ArrayList<>();
        try (Leg ringing = Leg.answering("ringing", 180);
                Leg answering = Leg.answering("answering", 180, 200)) {
            for (int call = 1; call <= CALLS; call++) {
                Phone caller = phone();
                callers.add(caller);
                caller.invite("app-forking", List.of("X-Targets: " + ringing.uri() + "," + answering.uri()));
                String ok = caller.awaitFinal();
                assertThat(SipText.header(ok, "To")).endsWith("tag=answering");
                ringing.await("ACK", call); // to its 487
                caller.sendThrough("ACK", ok, 1, SipText.routes(ok, true));
                answers.add(ok);
            }
            answering.await("ACK", CALLS);
            Thread.sleep(LOST_AFTER_MILLIS); // so long a session lived that was ended by mistake
            for (int call = 0; call < CALLS; call++) {
                String ok = answers.get(call);
                callers.get(call).sendThrough("BYE", ok, 2, SipText.routes(ok, true));
                assertThat(callers.get(call).awaitAnswer("BYE")).startsWith("SIP/2.0 200");
            }
            assertThat(count(answering, "BYE")).isEqualTo(CALLS);
        } finally {
            callers.forEach(Phone::close);
        }
    }

    private static long count(Leg leg, String method) {
        return leg.heard().stream().filter(method::equals).count();
    }

    @ParameterizedTest
    @CsvSource({"486, 404, 404", "404, 603, 603", "503, 480, 480"})
    void best_response_goes_back(int first, int second, int best) throws Exception {
        try (Leg one = Leg.answering("one", 180, first);
                Leg other = Leg.answering("other", second);
                Phone caller = phone()) {
            caller.invite("app-forking", List.of("X-Targets: " + one.uri() + "," + other.uri()));
            assertThat(caller.awaitFinal()).startsWith("SIP/2.0 " + best);
        }
    }

    /** The call is none of the proxy's any more: the caller goes directly to whom he has reached. */
    @Test
    void speed_dial_without_record_route_leaves_the_path() throws Exception {
        try (Leg callee = Leg.answering("callee", 180, 200);
                Phone caller = phone()) {
            caller.invite("app-speeddial", List.of("X-Number-1: " + callee.uri()));
            String ok = caller.awaitFinal();
            assertThat(SipText.header(ok, "Record-Route")).isEmpty();
            assertThat(caller.hangUp(ok)).isEqualTo(200);
            awaitHeard(callee, "ACK", "BYE");
        }
    }

    /** A phone whose outbound proxy is this server sends it everything, with a Route or two or without. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void phone_that_sends_everything_through_us_holds_and_ends_its_call(int routes) throws Exception {
        String route = ("Route: <sip:127.0.0.1:" + FeatureServer.SIP_PORT + ";lr>\r\n").repeat(routes);
        try (Leg callee = Leg.answering("callee", 180, 200);
                Phone caller = phone()) {
            caller.invite("app-speeddial", List.of("X-Number-1: " + callee.uri()));
            String ok = caller.awaitFinal();
            caller.sendThrough("ACK", ok, 1, route);
            awaitHeard(callee, "ACK");
            caller.sendThrough("INVITE", ok, 2, route);
            assertThat(caller.awaitAnswer("INVITE")).startsWith("SIP/2.0 200").contains("CSeq: 2 ");
            caller.sendThrough("ACK", ok, 2, route);
            callee.await("ACK", 2);
            assertThat(callee.invite()).doesNotContain("Route:");
            caller.sendThrough("BYE", ok, 3, route);
            assertThat(caller.awaitAnswer("BYE")).startsWith("SIP/2.0 200");
            awaitHeard(callee, "BYE");
            caller.sendThrough("INVITE", ok, 4, route); // the call has ended, and the way to the callee with it
            assertThat(caller.awaitAnswer("INVITE")).startsWith("SIP/2.0 481").contains("CSeq: 4 ");
        }
    }

    /** Who has overheard Call-ID and tags and is at another address is none of the two. */
    @Test
    void request_of_a_call_from_elsewhere_is_not_passed_on() throws Exception {
        try (Leg callee = Leg.answering("callee", 200);
                Phone caller = phone()) {
            caller.invite("app-speeddial", List.of("X-Number-1: " + callee.uri()));
            String ok = caller.awaitFinal();
            assertThat(caller.answerElsewhere("127.0.0.2", "BYE", ok, 2)).startsWith("SIP/2.0 481");
            caller.sendThrough("INFO", ok, 3, "");
            awaitHeard(callee, "INFO");
            assertThat(callee.heard()).doesNotContain("BYE");
        }
    }

    /** The phone writes its outbound proxy before the Record-Route of the application. */
    @Test
    void outbound_proxy_stands_before_the_route_of_an_application() throws Exception {
        String proxy = "Route: <sip:127.0.0.1:" + FeatureServer.SIP_PORT + ";lr>\r\n";
        try (Leg callee = Leg.answering("callee", 200);
                Phone caller = phone()) {
            caller.invite("app-forking", List.of("X-Targets: " + callee.uri()));
            String ok = caller.awaitFinal();
            caller.sendThrough("ACK", ok, 1, proxy + SipText.routes(ok, true));
            awaitHeard(callee, "ACK");
            caller.sendThrough("BYE", ok, 2, proxy + SipText.routes(ok, true));
            assertThat(caller.awaitAnswer("BYE")).startsWith("SIP/2.0 200");
            awaitHeard(callee, "BYE");
        }
    }

    @Test
    void callee_ends_the_call_through_us() throws Exception {
        try (Leg callee = Leg.answering("callee", 200);
                Phone caller = phone()) {
            caller.invite("app-speeddial", List.of("X-Number-1: " + callee.uri()));
            caller.sendThrough("ACK", caller.awaitFinal(), 1, "");
            callee.hangUpThrough(FeatureServer.SIP_PORT);
            String bye = caller.awaitRequest();
            assertThat(bye).startsWith("BYE ");
            caller.answer(bye, 200);
            awaitHeard(callee, "SIP/2.0");
        }
    }

    /** Call-ID and tags are the key: with others nothing is passed on. */
    @Test
    void request_of_no_call_is_not_passed_on() throws Exception {
        try (Leg callee = Leg.answering("callee", 200);
                Phone caller = phone()) {
            caller.invite("app-speeddial", List.of("X-Number-1: " + callee.uri()));
            String ok = caller.awaitFinal();
            caller.sendThrough("BYE", ok.replace(";tag=callee", ";tag=other"), 2, "");
            assertThat(caller.awaitAnswer("BYE")).startsWith("SIP/2.0 481");
            assertThat(callee.heard()).doesNotContain("BYE");
        }
    }

    @Test
    void referred_application_calls_and_reports() throws Exception {
        try (Leg callee = Leg.answering("callee", 180, 200);
                Phone referrer = phone()) {
            referrer.send("REFER", "app-refer", List.of("Refer-To: <" + callee.uri() + ">"));
            assertThat(referrer.awaitAnswer("REFER")).startsWith("SIP/2.0 202");
            assertReports(referrer);
            awaitHeard(callee, "INVITE", "ACK");
        }
    }

    /** What an application begins visits another one that the router file does not mark as inbound. */
    @Test
    void referred_application_calls_another_one_inside() throws Exception {
        try (Phone referrer = phone()) {
            referrer.send("REFER", "app-refer", List.of("Refer-To: <sip:app-inside@127.0.0.1:9>"));
            assertThat(referrer.awaitAnswer("REFER")).startsWith("SIP/2.0 202");
            assertReports(referrer);
        }
    }

    private static void assertReports(Phone referrer) throws Exception {
        for (String fragment : List.of("SIP/2.0 100 Trying", "SIP/2.0 200 OK")) {
            String notify = referrer.awaitRequest();
            assertThat(notify).startsWith("NOTIFY ").endsWith(fragment);
            referrer.answer(notify, 200);
        }
    }

    /** Also one that no expression of the router file lets in: whose Contact was called, as in a transfer. */
    @ParameterizedTest
    @CsvSource({"Join, app-targets", "Replaces, app-targets", "Join, app-nobody", "Replaces, app-nobody"})
    void call_that_names_another_one_meets_it(String header, String called) throws Exception {
        try (Phone first = phone();
                Phone second = phone()) {
            first.invite("app-targets", List.of());
            String ok = first.awaitFinal();
            assertThat(SipText.header(ok, "X-Other")).isEmpty();
            first.sendThrough("ACK", ok, 1, "");
            second.invite(
                    called,
                    List.of("%s: %s;to-tag=%s;from-tag=%s"
                            .formatted(
                                    header,
                                    first.callId(),
                                    tag(SipText.header(ok, "To")),
                                    tag(SipText.header(ok, "From")))));
            String together = second.awaitFinal();
            assertThat(SipText.header(together, "X-Other")).isEqualTo(first.callId());
            assertThat(SipText.header(together, "X-Together")).isEqualTo("true");
            if (header.equals("Replaces")) {
                String bye = first.awaitRequest();
                assertThat(bye).startsWith("BYE ");
                first.answer(bye, 200);
            } else {
                assertThat(first.hangUp(ok)).isEqualTo(200);
            }
            assertThat(second.hangUp(together)).isEqualTo(200);
        }
    }

    /** RFC 3891 §6.1 and RFC 3911 §7.1 ask for both tags. */
    @ParameterizedTest
    @CsvSource({"Replaces, to-tag", "Replaces, from-tag", "Join, to-tag", "Join, from-tag"})
    void call_that_is_named_by_one_tag_only_is_not_found(String header, String given) throws Exception {
        try (Phone first = phone();
                Phone second = phone()) {
            first.invite("app-targets", List.of());
            String ok = first.awaitFinal();
            first.sendThrough("ACK", ok, 1, "");
            String named = tag(SipText.header(ok, given.equals("to-tag") ? "To" : "From"));
            second.invite("app-nobody", List.of("%s: %s;%s=%s".formatted(header, first.callId(), given, named)));
            assertThat(second.awaitFinal()).startsWith("SIP/2.0 404");
            assertThat(first.hangUp(ok)).isEqualTo(200);
        }
    }

    /** His own words in a Route of ours, which is taken away on the way, must not open the way out. */
    @Test
    void stranger_who_writes_what_an_application_wants_into_a_route_is_not_sent_on() throws Exception {
        try (Leg third = Leg.answering("third", 200);
                Phone caller = phone()) {
            String route = "Route: \"To: app-shootme\" <sip:127.0.0.1:" + FeatureServer.SIP_PORT + ";lr>";
            caller.inviteAt(third.uri(), "app-nobody", List.of(route));
            assertThat(caller.awaitFinal()).startsWith("SIP/2.0 404");
            assertThat(third.heard()).isEmpty();
        }
    }

    private static String tag(String address) {
        return address.replaceAll(".*;tag=([^;]+).*", "$1");
    }

    @Test
    void session_is_handled_by_the_servlet_that_is_set() throws Exception {
        try (Phone caller = phone()) {
            caller.invite("app-handler", List.of("X-Own: ring;tone=low"));
            String ok = caller.awaitFinal();
            assertThat(SipText.header(ok, "X-Third")).isEqualTo("refused");
            assertThat(SipText.header(ok, "X-Tone")).isEqualTo("ring low");
            caller.sendThrough("ACK", ok, 1, "");
            String message = caller.awaitRequest();
            assertThat(message).startsWith("MESSAGE ").endsWith("acknowledged to the second");
            caller.answer(message, 200);
            caller.sendThrough("BYE", ok, 2, "");
            assertThat(caller.awaitAnswer("BYE")).startsWith("SIP/2.0 200");
        }
    }

    @Test
    void request_is_forwarded_by_a_named_dispatcher() throws Exception {
        try (Phone caller = phone()) {
            caller.invite("app-handler", List.of());
            String ok = caller.awaitFinal();
            assertThat(SipText.header(ok, "X-Passed")).isEqualTo("attribute");
            assertThat(caller.hangUp(ok)).isEqualTo(200);
        }
    }

    @Test
    void timers_fire_in_turn_with_callbacks() throws Exception {
        try (Phone caller = phone()) {
            caller.invite("app-timers", List.of());
            String ok = caller.awaitFinal();
            assertThat(SipText.header(ok, "X-Order")).isEqualTo("callback timer");
            caller.sendThrough("ACK", ok, 1, "");
            String bye = caller.awaitRequest();
            assertThat(bye).startsWith("BYE ");
            caller.answer(bye, 200);
        }
    }

    /** A proxy, a back-to-back user agent, and who answers. */
    @Test
    void call_visits_three_applications() throws Exception {
        try (Phone caller = phone()) {
            caller.invite("app-chain", List.of());
            String ok = caller.awaitFinal();
            assertThat(ok).startsWith("SIP/2.0 200").endsWith("shootme");
            caller.sendThrough("ACK", ok, 1, SipText.routes(ok, true));
            caller.sendThrough("BYE", ok, 2, SipText.routes(ok, true));
            assertThat(caller.awaitAnswer("BYE")).startsWith("SIP/2.0 200");
        }
    }
}
