package org.ssms.location;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DirectoryTest {
    private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");

    /** RFC 5626 §5.3: never two flows of one phone for one call. */
    @Test
    void of_the_flows_of_a_phone_the_latest_is_called() {
        List<Binding> bindings = List.of(
                binding("sip:bob@h;flow=1", "urn:uuid:1", 1, 0),
                binding("sip:bob@h;flow=2", "urn:uuid:1", 2, 5),
                binding("sip:bob@h2", "urn:uuid:2", 1, 1),
                binding("sip:bob@h3", null, null, 2));
        assertThat(Directory.reachable(bindings))
                .extracting(Contact::uri)
                .containsExactly("sip:bob@h;flow=2", "sip:bob@h3", "sip:bob@h2");
    }

    private static Binding binding(String uri, @Nullable String instance, @Nullable Integer regId, int second) {
        RequestedBinding wanted = new RequestedBinding(uri, null, null, instance, regId);
        Registration registration = new Registration(
                "bob", "a", 1, List.of(wanted), false, null, new Flow("TCP", "192.0.2.7", 5062), List.of());
        return new Binding("bob").renew(registration, wanted, NOW.plusSeconds(second), NOW.plusSeconds(60));
    }
}
