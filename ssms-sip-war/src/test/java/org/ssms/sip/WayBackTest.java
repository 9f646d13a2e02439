package org.ssms.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WayBackTest {
    private static final String SOURCE = "192.0.2.1";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sip:192.0.2.1",
                "sip:alice@192.0.2.1:5062;transport=tcp",
                "SIPS:alice@192.0.2.1",
                "sip:alice@192.0.2.1?subject=x"
            })
    void a_phone_that_names_itself_is_where_the_call_came_from(String contact) {
        assertThat(WayBack.leadsTo(SOURCE, contact, List.of())).isTrue();
        assertThat(WayBack.leadsTo(SOURCE, contact, List.of("<sip:192.0.2.1;lr>", "<sip:198.51.100.1;lr>")))
                .isTrue();
    }

    @Test
    void an_ipv6_address_has_brackets_in_a_uri() {
        assertThat(WayBack.leadsTo("2001:db8::1", "sip:alice@[2001:DB8::1]:5060", List.of("<sip:[2001:db8::1];lr>")))
                .isTrue();
        assertThat(WayBack.leadsTo("2001:db8::1", "sip:alice@[2001:db8::2]", List.of()))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sip:gateway.example.com",
                "sip:192.0.2.1@198.51.100.1",
                "sip:a@192.0.2.1@198.51.100.1",
                "sip:192.0.2.10",
                "sip:198.51.100.1;maddr=192.0.2.1",
                "sip:198.51.100.1?x=@192.0.2.1",
                "sip:198.51.100.1;x=@192.0.2.1",
                "tel:+4930123",
                ""
            })
    void t12_whoever_names_another_machine_is_not_asked(String contact) {
        assertThat(WayBack.leadsTo(SOURCE, contact, List.of())).isFalse();
    }

    @Test
    void t12_an_address_that_is_another_ones_by_maddr_is_that_ones() {
        assertThat(WayBack.leadsTo(SOURCE, "sip:alice@192.0.2.1;maddr=198.51.100.1", List.of()))
                .isFalse();
        assertThat(WayBack.leadsTo(SOURCE, "sip:alice@192.0.2.1", List.of("<sip:192.0.2.1;lr;MADDR=198.51.100.1>")))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"<sip:198.51.100.1;lr>", "\"x\" <sip:gateway.example.com;lr>", "sip:192.0.2.1", ""})
    void t12_a_route_over_another_machine_is_not_taken(String route) {
        assertThat(WayBack.leadsTo(SOURCE, "sip:alice@192.0.2.1", List.of(route)))
                .isFalse();
        assertThat(WayBack.leadsTo(SOURCE, null, List.of())).isFalse();
    }
}
