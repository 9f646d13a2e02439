package org.ssms.sip.container.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ssms.sip.container.SipText.request;

import gov.nist.javax.sip.message.SIPRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoutedBackTest {
    private static final String ROUTE = "<sip:h;lr;directive=CONTINUE;previousappname=first;previousappid=1-a>";
    private static final String SENT = """
            INVITE sip:a@b SIP/2.0\r
            Via: SIP/2.0/TCP 192.0.2.1;branch=z9hG4bK1\r
            Route: %s\r
            From: <sip:a@b>;tag=1\r
            To: <sip:c@d>\r
            Call-ID: call\r
            CSeq: 1 INVITE\r
            \r
            """.formatted(ROUTE);

    @Test
    void request_that_is_being_sent_is_known_again() throws Exception {
        String received = SENT.replace("branch=z9hG4bK1", "branch=z9hG4bK1;received=192.0.2.1;rport=9")
                .replace("Call-ID", "Max-Forwards: 70\r\nCall-ID");
        assertThat(RoutedBack.isSame(request(received), request(SENT), "first", "1-a"))
                .isTrue();
    }

    /** What a stranger who sees the branch of one of ours may change. */
    @ParameterizedTest
    @CsvSource({
        "INVITE, MESSAGE",
        "sip:a@b SIP/2.0, sip:x@third.party SIP/2.0",
        "Call-ID: call, Call-ID: other",
        "CSeq: 1, CSeq: 2",
        "tag=1, tag=2",
        ";tag=1, ''",
        "CONTINUE, REVERSE",
        "1-a, 2-b",
        "previousappname=first, previousappname=second",
        "sip:h;lr, sip:h;lr;region_label=x"
    })
    void request_that_differs_is_not(String sent, String received) throws Exception {
        assertThat(SENT).contains(sent);
        assertThat(RoutedBack.isSame(request(SENT.replace(sent, received)), request(SENT), "first", "1-a"))
                .isFalse();
    }

    /** It has gone to the stranger himself, or with a Route that an application took from him. */
    @Test
    void request_without_the_route_or_of_another_session_is_not() throws Exception {
        SIPRequest withRoute = request(SENT);
        SIPRequest without = request(SENT.replace("Route: " + ROUTE + "\r\n", ""));
        assertThat(RoutedBack.isSame(withRoute, without, "first", "1-a")).isFalse();
        assertThat(RoutedBack.isSame(without, without, "first", "1-a")).isFalse();
        assertThat(RoutedBack.isSame(withRoute, withRoute, "first", "2-b")).isFalse();
        assertThat(RoutedBack.isSame(withRoute, withRoute, "second", "1-a")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ROUTE,
                "<sip:proxy;lr>,<sip:h;DIRECTIVE=NEW;lr>",
                "<sip:h;lr;previousappname=first>",
                "<sip:h;lr;previousappid=1-a>"
            })
    void route_says_what_only_the_container_writes(String route) throws Exception {
        assertThat(RoutedBack.isClaimed(request(SENT.replace(ROUTE, route)))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"<sip:u@h;lr>", "<sip:h;lr;appname=a;app_id=1>,<tel:1>", "<sip:directive@h;lr>"})
    void other_routes_do_not(String route) throws Exception {
        assertThat(RoutedBack.isClaimed(request(SENT.replace(ROUTE, route)))).isFalse();
    }
}
