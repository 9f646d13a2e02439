package org.ssms.sip.container.stack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalInterfacesTest {
    /** RFC 3261 §19.1.4. */
    @ParameterizedTest
    @CsvSource({
        "It.Example., it.example",
        "192.0.2.1, 192.0.2.1",
        "[2001:DB8::1], 2001:db8:0:0:0:0:0:1",
        "::1, 0:0:0:0:0:0:0:1"
    })
    void hosts_that_are_equal_are_written_alike(String host, String canonical) {
        assertThat(LocalInterfaces.canonical(host)).isEqualTo(canonical);
    }
}
