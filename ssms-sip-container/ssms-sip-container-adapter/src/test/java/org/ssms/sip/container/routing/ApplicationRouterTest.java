package org.ssms.sip.container.routing;

import static org.assertj.core.api.Assertions.assertThat;

import gov.nist.javax.sip.message.SIPRequest;
import java.io.IOException;
import java.io.Serializable;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.servlet.sip.Address;
import javax.servlet.sip.SipApplicationSession;
import javax.servlet.sip.SipSession;
import javax.servlet.sip.URI;
import javax.servlet.sip.ar.SipApplicationRouterInfo;
import javax.servlet.sip.ar.SipApplicationRoutingDirective;
import javax.servlet.sip.ar.SipApplicationRoutingRegion;
import javax.servlet.sip.ar.SipTargetedRequestInfo;
import javax.servlet.sip.ar.SipTargetedRequestType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mobicents.servlet.sip.core.message.MobicentsSipServletRequest;
import org.ssms.sip.container.SipText;

class ApplicationRouterTest {
    private static final String OUTSIDE = "";

    private final ApplicationRouter router = new ApplicationRouter();

    @TempDir
    private Path directory;

    private void configure(String... steps) throws IOException {
        router.configure(Optional.of(
                Files.writeString(directory.resolve("dar.properties"), "INVITE: " + String.join(", ", steps) + "\n")));
    }

    private static String step(String application, String options) {
        return "(\"%s\", \"sip:a@b\", \"NEUTRAL\", \"\", \"NO_ROUTE\", \"0\", \"%s\")"
                .formatted(application, options.replace("\\", "\\\\"));
    }

    private static SIPRequest invite(String to, String headers) throws ParseException {
        String text = """
                INVITE sip:victim@third.party SIP/2.0\r
                Via: SIP/2.0/UDP 192.0.2.2;branch=z9hG4bKa\r
                From: <sip:a@from.example>;tag=1\r
                To: <%s>\r
                Call-ID: call\r
                CSeq: 1 INVITE\r
                %s\r
                """.formatted(to, headers);
        return SipText.request(text);
    }

    @SuppressWarnings("unchecked")
    private static <T> T answering(Class<T> type, Map<String, @Nullable Object> answers) {
        return (T) Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> answers.get(method.getName()));
    }

    /** The next one for {@code invite}, which that application has begun, or nobody here when {@link #OUTSIDE}. */
    private SipApplicationRouterInfo next(
            SIPRequest invite, String beganBy, @Nullable SipTargetedRequestInfo target, @Nullable Serializable state) {
        Map<String, @Nullable Object> request = new HashMap<>();
        request.put("getMessage", invite);
        request.put("getMethod", "INVITE");
        request.put(
                "getFrom", answering(Address.class, Map.of("getURI", answering(URI.class, Map.of("toString", "")))));
        if (!beganBy.equals(OUTSIDE)) {
            SipApplicationSession session =
                    answering(SipApplicationSession.class, Map.of("getApplicationName", beganBy));
            request.put("getSession", answering(SipSession.class, Map.of("getApplicationSession", session)));
        }
        return router.getNextApplication(
                answering(MobicentsSipServletRequest.class, request),
                SipApplicationRoutingRegion.NEUTRAL_REGION,
                SipApplicationRoutingDirective.NEW,
                target,
                state);
    }

    private static SIPRequest plain() throws ParseException {
        return invite("sip:b@to.example", "");
    }

    @Test
    void request_from_outside_visits_one_after_the_other_and_leaves() throws Exception {
        configure(step("first", "DIRECTION=INBOUND"), step("second", ""));
        SipApplicationRouterInfo first = next(plain(), OUTSIDE, null, null);
        SipApplicationRouterInfo second = next(plain(), "first", null, first.getStateInfo());
        assertThat(List.of(first.getNextApplicationName(), second.getNextApplicationName()))
                .containsExactly("first", "second");
        assertThat(next(plain(), "second", null, second.getStateInfo()).getNextApplicationName())
                .isNull();
    }

    /** Else an application that answers calls with a call would answer its own without end. */
    @Test
    void request_of_an_application_never_comes_back_to_it() throws Exception {
        configure(step("screening", ""), step("features", ""));
        SipApplicationRouterInfo screening = next(plain(), "features", null, null);
        assertThat(screening.getNextApplicationName()).isEqualTo("screening");
        assertThat(next(plain(), "screening", null, screening.getStateInfo()).getNextApplicationName())
                .isNull();
    }

    @Test
    void request_of_an_application_visits_nobody_who_is_marked_as_inbound() throws Exception {
        configure(step("screening", ""), step("features", ""), step("mailbox", "DIRECTION=INBOUND"));
        SipApplicationRouterInfo screening = next(plain(), "features", null, null);
        assertThat(next(plain(), "screening", null, screening.getStateInfo()).getNextApplicationName())
                .isNull();
    }

    /** Who is named is not deployed, so that upstream answers 500 instead of sending on to the host of the URI. */
    @Test
    void request_from_outside_that_nobody_wants_is_never_sent_on() throws Exception {
        configure(step("mailbox", "REGEX=To:.*@example\\.com"));
        assertThat(router.accepts(plain())).isFalse();
        assertThat(next(plain(), OUTSIDE, null, null).getNextApplicationName()).isEmpty();
    }

    @Test
    void nobody_is_there_before_the_first_application() throws Exception {
        router.configure(Optional.empty());
        assertThat(router.accepts(plain())).isFalse();
        router.applicationDeployed(List.of("one"));
        assertThat(router.accepts(plain())).isTrue();
        assertThat(next(plain(), OUTSIDE, null, null).getNextApplicationName()).isEqualTo("one");
        assertThat(next(plain(), "one", null, null).getNextApplicationName()).isNull();
    }

    @Test
    void request_that_names_a_session_goes_to_its_application() throws Exception {
        configure(step("mailbox", "REGEX=To:.*@example\\.com"));
        SipTargetedRequestInfo target = new SipTargetedRequestInfo(SipTargetedRequestType.REPLACES, "other");
        assertThat(next(plain(), OUTSIDE, target, null).getNextApplicationName())
                .isEqualTo("other");
    }

    /** The container takes a Route away in between, and what a body costs is the sender's choice. */
    @Test
    void expression_looks_at_request_line_from_and_to_only() throws Exception {
        configure(step("mailbox", "REGEX=To:.*@example\\.com"));
        String elsewhere = """
                Route: "To: a@example.com" <sip:192.0.2.1;lr>\r
                Reply-To: <sip:a@example.com>\r
                Content-Type: text/plain;charset=nonsense\r
                Content-Length: 17\r
                \r
                To: a@example.com""";
        assertThat(router.accepts(invite("sip:b@to.example", elsewhere))).isFalse();
        assertThat(router.accepts(invite("sip:b@example.com", elsewhere))).isTrue();
        assertThat(next(invite("sip:b@example.com", elsewhere), OUTSIDE, null, null)
                        .getNextApplicationName())
                .isEqualTo("mailbox");
    }
}
