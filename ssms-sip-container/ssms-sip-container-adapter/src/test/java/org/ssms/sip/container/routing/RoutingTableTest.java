package org.ssms.sip.container.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.List;
import javax.servlet.sip.ar.SipApplicationRoutingRegion;
import javax.servlet.sip.ar.SipRouteModifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ssms.sip.container.SipText;
import org.ssms.sip.container.config.InvalidConfigException;

class RoutingTableTest {
    @TempDir
    private Path directory;

    private RoutingTable read(String text) throws IOException {
        return RoutingTable.read(Files.writeString(directory.resolve("dar.properties"), text));
    }

    @Test
    void steps_are_read_in_order() throws IOException {
        RoutingTable table = read("""
                # the example of the specification, in two lines
                INVITE: ("OriginatingCallWaiting", "DAR:From", "ORIGINATING", "", "NO_ROUTE", "0"), \\
                        ("CallForwarding", "DAR:To", "TERMINATING", "sip:127.0.0.1:5080", "ROUTE", "1")
                MESSAGE: ("chat","sip:a@b","NEUTRAL","","NO_ROUTE","")
                """);
        assertThat(table.steps("INVITE"))
                .extracting(RoutingTable.Step::application)
                .containsExactly("OriginatingCallWaiting", "CallForwarding");
        assertThat(table.steps("INVITE").get(1).region()).isEqualTo(SipApplicationRoutingRegion.TERMINATING_REGION);
        assertThat(table.steps("INVITE").get(1).modifier()).isEqualTo(SipRouteModifier.ROUTE);
        assertThat(table.steps("MESSAGE")).hasSize(1);
        assertThat(table.steps("OPTIONS")).isEmpty();
    }

    @Test
    void direction_and_regular_expression_are_options_of_a_step() throws IOException {
        List<RoutingTable.Step> steps = read("""
                INVITE: ("in", "DAR:From", "NEUTRAL", "", "NO_ROUTE", "0", \\
                                "DIRECTION=INBOUND REGEX=From:.*@sip\\\\.example"), \\
                        ("out", "DAR:From", "NEUTRAL", "", "NO_ROUTE", "1", "DIRECTION=OUTBOUND"), \\
                        ("all", "DAR:From", "NEUTRAL", "", "NO_ROUTE", "2", "")
                """).steps("INVITE");
        assertThat(steps).extracting(RoutingTable.Step::inbound).containsExactly(true, false, false);
        assertThat(steps)
                .extracting(step -> step.matches("INVITE sip:b@h SIP/2.0\r\nFrom: <sip:a@sip.example>\r\n"))
                .containsExactly(true, true, true);
        assertThat(steps)
                .extracting(step -> step.matches("INVITE sip:b@h SIP/2.0\r\nFrom: <sip:a@sip-example>\r\n"))
                .containsExactly(false, true, true);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INVITE: screening",
                "INVITE: (\"a\", \"DAR:From\", \"NEUTRAL\", \"\", \"NO_ROUTE\")",
                "INVITE: (\"a\", \"DAR:From\", \"NEUTRAL\", \"\", \"NO_ROUTE\", \"0\") x",
                "INVITE: (\"a\", \"DAR:From\", \"NEUTRAL\", \"\", \"NO_ROUTE\", \"0\"),",
                "INVITE: (\"a\", \"DAR:From\", \"MIDDLE\", \"\", \"NO_ROUTE\", \"0\")",
                "INVITE: (\"a\", \"DAR:From\", \"NEUTRAL\", \"\", \"CLEAR\", \"0\")",
                "INVITE: (\"a\", \"DAR:From\", \"NEUTRAL\", \"\", \"ROUTE\", \"0\")",
                "INVITE: (\"a\", \"DAR:From\", \"NEUTRAL\", \"sip:h\", \"NO_ROUTE\", \"0\")",
                "INVITE: (\"a\", \"DAR:From\", \"NEUTRAL\", \"\", \"NO_ROUTE\", \"0\", \"REGEX=(\")",
                "INVITE: (\"a\", \"DAR:From\", \"NEUTRAL\", \"\", \"NO_ROUTE\", \"0\", \"DIRECTION=UP\")",
                "INVITE: (\"a\", \"DAR:From\", \"NEUTRAL\", \"\", \"NO_ROUTE\", \"0\", \"COLOUR=blue\")",
                "INVITE: (\"a\", \"DAR:From\", \"NEUTRAL\", \"\", \"NO_ROUTE\", \"0\", \"\", \"\")"
            })
    void bad_line_is_refused_by_key_and_method(String text) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageStartingWith("sip.application-router: INVITE ");
    }

    @Test
    void expressions_look_at_three_short_lines() throws ParseException {
        String text = """
                OPTIONS sip:b@to.example SIP/2.0\r
                Via: SIP/2.0/UDP 192.0.2.2;branch=z9hG4bKa\r
                f: <sip:a@from.example>;tag=1\r
                t: %s <sips:b:secret@to.example:5071;p=q?Subject=x>;tag=2\r
                Call-ID: call\r
                CSeq: 1 OPTIONS\r
                Content-Type: text/plain;charset=nonsense\r
                Content-Length: 3\r
                \r
                To:""".formatted("To".repeat(5_000));
        assertThat(RoutingTable.text(SipText.request(text)).lines().toList())
                .containsExactly(
                        "OPTIONS sip:b@to.example SIP/2.0",
                        "From: <sip:a@from.example>",
                        "To: <sips:b@to.example:5071>");
    }

    /** Whom the sender means is in the request line and in To; in From he writes what he likes. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"To: a@example.com\" <sip:x@y>",
                "<sip:To:a%40example.com@y>",
                "<sip:x@y;p=To:a%40example.com>",
                "<sip:x@y?To=To:a%40example.com>",
                "<To:a@example.com>",
                "<sip:x@y>;p=\"To: a@example.com\""
            })
    void line_of_to_is_not_written_in_from(String from) throws Exception {
        String text = """
                OPTIONS sip:b@to.example SIP/2.0\r
                Via: SIP/2.0/UDP 192.0.2.2;branch=z9hG4bKa\r
                From: %s;tag=1\r
                To: <sip:b@to.example>\r
                Call-ID: call\r
                CSeq: 1 OPTIONS\r
                \r
                """.formatted(from);
        RoutingTable.Step step = read("""
                OPTIONS: ("in", "DAR:From", "NEUTRAL", "", "NO_ROUTE", "0", "REGEX=To:.*@example\\\\.com")
                """).steps("OPTIONS").get(0);
        assertThat(step.matches("To: <sip:a@example.com>")).isTrue();
        assertThat(step.matches(RoutingTable.text(SipText.request(text)))).isFalse();
    }

    @Test
    void telephone_number_is_seen() throws ParseException {
        String text = """
                OPTIONS tel:+4930;phone-context=x SIP/2.0\r
                Via: SIP/2.0/UDP 192.0.2.2;branch=z9hG4bKa\r
                From: <im:a@from.example>;tag=1\r
                To: <tel:110;phone-context=y>\r
                Call-ID: call\r
                CSeq: 1 OPTIONS\r
                \r
                """;
        assertThat(RoutingTable.text(SipText.request(text)).lines().toList())
                .containsExactly("OPTIONS tel:+4930 SIP/2.0", "From: <>", "To: <tel:110>");
    }

    /** Restcomm's line for all methods. */
    @Test
    void line_for_all_methods_is_refused() {
        assertThatThrownBy(() -> read("ALL: (\"a\", \"DAR:From\", \"NEUTRAL\", \"\", \"NO_ROUTE\", \"0\")"))
                .hasMessageStartingWith("sip.application-router: ALL ");
    }

    @Test
    void missing_file_is_named() {
        assertThatThrownBy(() -> RoutingTable.read(directory.resolve("none")))
                .hasMessageStartingWith("sip.application-router: cannot be read: ");
    }
}
