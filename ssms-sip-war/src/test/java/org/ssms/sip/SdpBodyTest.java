package org.ssms.sip;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ssms.sip.SdpBody.UnsupportedBodyException;

class SdpBodyTest {
    private static final String MIXED = "multipart/mixed;boundary=\"a-b\"";
    private static final byte[] SDP = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\n".getBytes(ISO_8859_1);
    private static final String ISUP = part(
            "Content-Disposition: signal;handling=optional",
            "Content-Type: application/isup;version=itu-t92+",
            "\u0001\u0010H\0\n\u0003\r\n");

    private static String part(String header, String type, String content) {
        return "--a-b\r\n" + header + "\r\n" + type + "\r\n\r\n" + content + "\r\n";
    }

    private static String sdp(String disposition) {
        return part(disposition, "Content-Type: application/sdp", new String(SDP, ISO_8859_1));
    }

    private static byte @Nullable [] find(String type, String body) throws UnsupportedBodyException {
        return SdpBody.find(type, null, body.getBytes(ISO_8859_1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/sdp", "Application/SDP ; charset=utf-8"})
    void a_body_that_is_one(String type) throws Exception {
        assertThat(SdpBody.find(type, "identity", SDP)).isEqualTo(SDP);
    }

    @Test
    void an_empty_body_is_none() throws Exception {
        assertThat(SdpBody.find(null, null, new byte[0])).isNull();
    }

    @Test
    void a_gateway_sends_isup_beside_it() throws Exception {
        String sdp = sdp("Content-Disposition: session;handling=required");
        assertThat(find(MIXED, sdp + ISUP + "--a-b--\r\n")).isEqualTo(SDP);
        assertThat(find(MIXED, ISUP + sdp + "--a-b--\r\n")).isEqualTo(SDP);
        assertThat(find(MIXED, ISUP + "--a-b--\r\n")).isNull();
    }

    @Test
    void a_location_may_be_beside_it_and_it_may_be_deeper() throws Exception {
        String location = part("Content-ID: <x@y>", "Content-Type: application/pidf+xml", "<presence/>");
        assertThat(find(MIXED, location + sdp("X: y") + "--a-b--\r\n")).isEqualTo(SDP);
        String inner = (location + sdp("X: y") + "--a-b--").replace("a-b", "c-d");
        String outer = part("X: y", "Content-Type: multipart/mixed;boundary=c-d", inner);
        assertThat(find(MIXED, outer + "--a-b--\r\n")).isEqualTo(SDP);
    }

    @Test
    void what_somebody_insists_on_is_not_passed_over() {
        String required = part("Content-Disposition: x;handling=required", "Content-Type: application/x", "x");
        assertThatThrownBy(() -> find(MIXED, sdp("X: y") + required + "--a-b--\r\n"))
                .isInstanceOf(UnsupportedBodyException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "multipart/mixed", "nonsense", "application/isup"})
    void anything_else_is_not_supported(String type) {
        assertThatThrownBy(() -> SdpBody.find(type, null, SDP)).isInstanceOf(UnsupportedBodyException.class);
        assertThatThrownBy(() -> SdpBody.find("application/sdp", "gzip", SDP))
                .isInstanceOf(UnsupportedBodyException.class);
    }

    @Test
    void an_early_session_is_not_the_session() throws Exception {
        String early = sdp("Content-Disposition: early-session").replace("127.0.0.1", "127.0.0.9");
        assertThat(find(MIXED, early + sdp("Content-Disposition: session") + "--a-b--\r\n"))
                .isEqualTo(SDP);
        assertThat(find(MIXED, early + "--a-b--\r\n")).isNull();
        assertThatThrownBy(() -> find(MIXED, early.replace("-session", "-session;handling=required") + "--a-b--\r\n"))
                .isInstanceOf(UnsupportedBodyException.class);
    }

    /** Each part costs a hundred times its bytes when it is parsed. */
    @ParameterizedTest
    @ValueSource(strings = {MIXED, "multipart/mixed;boundary=a-b", "multipart/mixed"})
    void very_many_parts_are_refused_before_they_are_parsed(String type) {
        String body = "--a-b\n\n".repeat(4_000);
        // what the first call loads is not counted
        assertThatThrownBy(() -> find(type, body)).isInstanceOf(UnsupportedBodyException.class);
        long before = allocated();
        assertThatThrownBy(() -> find(type, body)).isInstanceOf(UnsupportedBodyException.class);
        assertThat(allocated() - before).isLessThan(500_000);
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    @Test
    void sixteen_parts_are_the_most_in_all() throws Exception {
        assertThat(find(MIXED, ISUP.repeat(15) + sdp("X: y") + "--a-b--\r\n")).isEqualTo(SDP);
        String inner = (ISUP.repeat(9) + "--a-b--").replace("a-b", "c-d");
        String outer = part("X: y", "Content-Type: multipart/mixed;boundary=c-d", inner);
        assertThatThrownBy(() -> find(MIXED, outer + ISUP.repeat(9) + sdp("X: y") + "--a-b--\r\n"))
                .isInstanceOf(UnsupportedBodyException.class);
        assertThatThrownBy(() -> find(MIXED, sdp("X: " + "y".repeat(32 * 1024)) + "--a-b--\r\n"))
                .isInstanceOf(UnsupportedBodyException.class);
    }

    @Test
    void parts_are_few_and_not_deep() {
        assertThatThrownBy(() -> find(MIXED, ISUP.repeat(17) + "--a-b--\r\n"))
                .isInstanceOf(UnsupportedBodyException.class);
        String nested = sdp("X: y") + "--a-b--\r\n";
        for (int depth = 0; depth < 5; depth++) {
            nested = part(
                            "X: y",
                            "Content-Type: multipart/mixed;boundary=a-b" + depth,
                            nested.replace("a-b", "a-b" + depth))
                    + "--a-b--\r\n";
        }
        String deep = nested;
        assertThatThrownBy(() -> find(MIXED, deep)).isInstanceOf(UnsupportedBodyException.class);
    }
}
