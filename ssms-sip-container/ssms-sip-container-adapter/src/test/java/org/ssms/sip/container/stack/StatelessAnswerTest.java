package org.ssms.sip.container.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ssms.sip.container.SipText.request;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.sip.InvalidArgumentException;
import javax.sip.ServerTransaction;
import javax.sip.SipException;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mobicents.servlet.sip.core.SipApplicationDispatcher;

class StatelessAnswerTest {
    private static final String REQUEST = """
            INFO sip:a@b SIP/2.0\r
            Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\r
            From: <sip:a@b>;tag=1\r
            To: <sip:c@d>;tag=2\r
            Call-ID: call\r
            CSeq: 2 INFO\r
            \r
            """;

    private final List<String> asked = new ArrayList<>();
    private @Nullable Exception failure;

    private final StatelessAnswer answer = new StatelessAnswer(noting(SipApplicationDispatcher.class));

    private <T> T noting(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(
                StatelessAnswerTest.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    boolean sends = method.getName().equals("sendResponse");
                    asked.add(
                            sends
                                    ? method.getName() + " " + ((Response) arguments[0]).getStatusCode()
                                    : method.getName());
                    if (sends && failure != null) {
                        throw failure;
                    }
                    return null;
                }));
    }

    @Test
    void answer_goes_through_the_transaction_which_lives_on_for_repetitions() throws Exception {
        answer.send(noting(ServerTransaction.class), request(REQUEST), Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST);
        assertThat(asked).containsExactly("sendResponse 481", "updateResponseStatistics");
    }

    private static Stream<Exception> failures() {
        return Stream.of(
                new SipException("planned: the peer has closed the connection"),
                new InvalidArgumentException("planned"),
                new IllegalStateException("planned"));
    }

    /** It would swallow each repetition of the request, and stay in the stack's table. */
    @ParameterizedTest
    @MethodSource("failures")
    void transaction_that_cannot_send_ends(Exception planned) throws Exception {
        failure = planned;
        answer.send(noting(ServerTransaction.class), request(REQUEST), Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST);
        assertThat(asked).containsExactly("sendResponse 481", "terminate");
    }
}
