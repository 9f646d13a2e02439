package org.ssms.identity.digest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SourceTest {
    @Test
    void an_ipv6_source_is_a_network() {
        assertThat(Source.of("2001:DB8::1%eth0"))
                .isEqualTo(new Source(
                        "2001:db8::1", Source.of("2001:db8:0:0:ffff::2").network()));
        assertThat(Source.of("2001:db8:0:1::1").network())
                .isNotEqualTo(Source.of("2001:db8::1").network());
        assertThat(Source.of("::ffff:192.0.2.1").network()).isEqualTo("192.0.2.1");
        assertThat(Source.of("[2001:db8::1]").address()).isEqualTo("2001:db8::1");
        assertThat(Source.of("nonsense").network()).isEqualTo("nonsense");
    }
}
