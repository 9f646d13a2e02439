package org.ssms.sip.header;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestedContactTest {
    @Test
    void a_contact_has_q_expires_instance_and_flow() throws Exception {
        assertThat(RequestedContact.list(List.of("<sip:bob@192.0.2.4:5071;transport=tcp>;q=0.7;expires=600"
                        + ";+sip.instance=\"<urn:uuid:00000000-0000-1000-8000-000A95A0E128>\";reg-id=1,sip:b@h")))
                .containsExactly(
                        new RequestedContact(
                                "sip:bob@192.0.2.4:5071;transport=tcp",
                                700,
                                600L,
                                "urn:uuid:00000000-0000-1000-8000-000A95A0E128",
                                1),
                        new RequestedContact("sip:b@h", null, null, null, null));
    }

    @Test
    void a_malformed_expires_is_as_none() throws Exception {
        assertThat(RequestedContact.list(List.of("<sip:b@h>;expires=99999999999999"))
                        .get(0)
                        .expires())
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<sip:b@h>;q=1.1",
                "<sip:b@h>;q=",
                "<sip:b@h>;q=0.1234",
                "<sip:b@h>;reg-id=0",
                "<sip:b@h>;reg-id=x",
                "<sip:b@h>;+sip.instance=urn:uuid:1",
                "<mailto:b@h>",
                "<tel:+49>",
                "*, <sip:b@h>"
            })
    void anything_else_is_refused(String contact) {
        assertThatThrownBy(() -> RequestedContact.list(List.of(contact))).isInstanceOf(MalformedHeaderException.class);
    }

    @Test
    void a_star_stands_alone() {
        assertThat(RequestedContact.isWildcard(List.of(" * "))).isTrue();
        assertThat(RequestedContact.isWildcard(List.of("*", "<sip:b@h>"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<sip:alice@192.0.2.1?Route=%3Csip:victim.example%3Blr%3E>",
                "<sip:alice@192.0.2.1;transport=tcp?Subject=x&Alert-Info=y>;q=0.5",
                "sip:alice@192.0.2.1, <sips:alice@192.0.2.1?body=x>"
            })
    void an_address_that_carries_header_fields_is_refused(String contact) {
        assertThatThrownBy(() -> RequestedContact.list(List.of(contact))).isInstanceOf(MalformedHeaderException.class);
    }
}
