package org.ssms.web.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ssms.location.CalledParty;
import org.ssms.location.Contact;
import org.ssms.location.DiversionReason;
import org.ssms.location.Flow;
import org.ssms.location.LocationDocument;
import org.ssms.location.LocationResult;
import org.ssms.location.RingPlan;
import org.ssms.location.Treatment;

class LocationAnswerTest {
    private final LocationAnswer answer = new LocationAnswer("vm.example.org");

    static Stream<LocationResult> results() {
        Contact plain =
                new Contact("sip:alice@10.0.0.1", 1000, new Flow("UDP", "10.0.0.1", 5060), List.of(), Instant.EPOCH);
        Contact edge = new Contact(
                "sips:alice@[2001:db8::1]:5061;transport=tls",
                0,
                new Flow("TLS", "2001:db8::1", 40000),
                List.of("<sip:edge1;lr>", "<sip:edge2;lr>"),
                Instant.parse("2026-11-23T08:00:00.123Z"));
        RingPlan plan = new RingPlan(
                Duration.ofSeconds(45), Treatment.REJECT, Treatment.MAILBOX, Treatment.REJECT, Treatment.MAILBOX);
        return Stream.of(
                new LocationResult.Unknown(),
                new LocationResult.Refused(480),
                new LocationResult.Diverted("alice", DiversionReason.NOT_REGISTERED),
                new LocationResult.Diverted("alice", DiversionReason.UNCONDITIONAL),
                new LocationResult.Diverted("alice", DiversionReason.BUSY),
                new LocationResult.Reachable("alice", List.of(plain, edge), plan));
    }

    @ParameterizedTest
    @MethodSource("results")
    void what_is_written_is_read_as_the_same(LocationResult result) throws Exception {
        assertThat(LocationDocument.parse(answer.toJson(result))).isEqualTo(result);
    }

    @Test
    void a_diverted_party_comes_with_cause_and_alternate_address() {
        assertThat(answer.toJson(new LocationResult.Diverted("alice", DiversionReason.NOT_REGISTERED)))
                .isEqualTo("{\"result\":\"diverted\",\"subscriber\":\"alice\",\"mailbox\":\"sip:alice@vm.example.org\","
                        + "\"reason\":\"not-registered\",\"cause\":404}");
    }

    @ParameterizedTest
    @CsvSource({
        "/location/v1/example.org/alice,           alice",
        "/location/v1/example.org/+4930123,        +4930123",
        "/location/v1/example.org/%2B49%2030%3Bx,  '+49 30;x'",
        "/location/v1/example.org/a%252Fb,         a%2Fb",
    })
    void the_path_names_domain_and_user_escaped_once(String path, String user) {
        assertThat(LocationServlet.called(path, "")).contains(new CalledParty(user, "example.org"));
        assertThat(LocationServlet.called("/context" + path, "/context"))
                .contains(new CalledParty(user, "example.org"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/location/v1",
                "/location/v1/",
                "/location/v1/example.org",
                "/location/v1/example.org/",
                "/location/v1//alice",
                "/location/v1/example.org/alice/",
                "/location/v1/example.org/%zz",
                "/location/v1/example.org/%4"
            })
    void any_other_path_names_nobody(String path) {
        assertThat(LocationServlet.called(path, "")).isEqualTo(Optional.empty());
    }
}
