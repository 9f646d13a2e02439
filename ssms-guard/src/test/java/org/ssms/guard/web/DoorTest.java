package org.ssms.guard.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ssms.guard.Source;

class DoorTest {
    private static final String API = "/license/v1/";

    private final Door keys = Door.keys(() -> 0);

    @ParameterizedTest
    @CsvSource({
        "PUT, keys/a7e61c37-3e21-4033-8210-91fa607bf3b8",
        "POST, keys/pin",
        "POST, licenses/2xe7d4kbvm9wn3p5q8rs6tj0ya",
        "POST, leases/5f2b7c0e-8a41-4c1d-9d55-3b2a1c0f9e77/started",
        "GET, messages/2xe7d4kbvm9wn3p5q8rs6tj0ya/rights",
        "POST, messages/2xe7d4kbvm9wn3p5q8rs6tj0ya/grants",
        "GET, jwks",
        "GET, shared",
        "DELETE, sessions",
    })
    void media_nodes_deposit_keys_and_listen_for_who_calls(String method, String path) {
        assertThat(keys.serves(method, API + path)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "POST, sessions",
        "POST, sessions/renewed",
        "DELETE, sessions/renewed",
        "GET, messages/2xe7d4kbvm9wn3p5q8rs6tj0ya/grants",
        "PUT, pin",
        "PUT, defaults",
        "POST, shared",
        "GET, keys/../pin",
        "DELETE, grants/5f2b7c0e-8a41-4c1d-9d55-3b2a1c0f9e77"
    })
    void nothing_else_is_served_there(String method, String path) {
        assertThat(keys.serves(method, API + path)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "PUT, /api/v1/greetings/standard, true",
        "PUT, /api/v1/greetings/not-answered, true",
        "POST, /api/v1/greetings/standard, false",
        "PUT, /api/v1/greetings/, false",
        "PUT, /api/v1/greetings/standard/more, false",
        "PUT, /api/v1/settings, false",
        "PUT, /other/api/v1/greetings/standard, false"
    })
    void t17_nothing_but_the_sound_of_a_greeting_may_be_large(String method, String path, boolean isUpload) {
        assertThat(Door.open(16, 16, () -> 0).isUpload(method, path)).isEqualTo(isUpload);
    }

    @Test
    void few_large_bodies_arrive_at_once() throws Exception {
        Door open = Door.open(16, 16, () -> 0);
        Source source = Source.of(InetAddress.getByName("192.0.2.1"));
        assertThat(open.uploads().take(source)).isTrue();
        assertThat(open.uploads().take(source)).isTrue();
        assertThat(open.uploads().take(source)).isFalse();
        assertThat(keys.uploads().take(source)).isFalse();
    }

    @Test
    void however_many_ask_who_holds_a_message_a_deposit_finds_a_worker() {
        Source media = Source.of(InetAddress.getLoopbackAddress());
        int asking = 0;
        while (keys.workersFor(API + "keys/holders").take(media)) {
            asking++;
        }
        assertThat(asking).isEqualTo(48);
        assertThat(keys.workersFor(API + "keys/holders/2xe7d4kbvm9wn3p5q8rs6tj0ya")
                        .take(media))
                .isFalse();
        assertThat(keys.workersFor(API + "keys/a7e61c37-3e21-4033-8210-91fa607bf3b8")
                        .take(media))
                .isTrue();
        Door open = Door.open(1, 1, () -> 0);
        assertThat(open.workersFor("/").take(media)).isTrue();
        assertThat(open.workersFor(API + "keys/holders").take(media))
                .as("to strangers it is a request as any other")
                .isFalse();
    }

    @Test
    void everything_is_served_to_everybody() {
        Door open = Door.open(16, 16, () -> 0);
        assertThat(open.serves("POST", API + "sessions")).isTrue();
        assertThat(open.serves("GET", "/")).isTrue();
        assertThat(open.serves("GET", "/..")).isFalse();
    }
}
