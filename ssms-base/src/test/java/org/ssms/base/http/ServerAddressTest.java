package org.ssms.base.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerAddressTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://license.example.org/v1",
                "http://localhost:8090",
                "http://127.0.0.1:8090",
                "http://127.1.2.3",
                "http://[::1]:8090",
                "http://[0:0:0:0:0:0:0:1]"
            })
    void nobody_reads_on_the_way_to(URI url) {
        assertThat(ServerAddress.isPrivate(url)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://license.example.org",
                "http://localhost.example.org",
                "http://127.0.0.1.example.org",
                "http://1270.0.0.1",
                "http://[::2]",
                "ftp://localhost",
                "https:/path",
                "/path"
            })
    void somebody_may_read_on_the_way_to(URI url) {
        assertThat(ServerAddress.isPrivate(url)).isFalse();
    }
}
