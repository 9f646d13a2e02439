package org.ssms.protect.digest;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.ssms.base.test.SettableClock;

class NoncesTest {
    private static final Duration LIFETIME = Duration.ofMinutes(5);
    private static final String ADDRESS = "192.0.2.1";

    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-23T08:00:00.123Z"));
    private final Nonces nonces = new Nonces(new SecureRandom(), clock, LIFETIME);

    @Test
    void a_nonce_tells_when_it_was_issued() {
        String nonce = nonces.issue(ADDRESS);
        assertThat(nonce).matches("[A-Za-z0-9_-]{43}");
        clock.advance(LIFETIME.minusMillis(1));
        assertThat(nonces.issued(nonce, ADDRESS)).contains(Instant.parse("2026-11-23T08:00:00.123Z"));
    }

    @Test
    void it_ends_and_is_good_for_one_address() {
        String nonce = nonces.issue(ADDRESS);
        assertThat(nonces.issued(nonce, "192.0.2.2")).isEmpty();
        clock.advance(LIFETIME);
        assertThat(nonces.issued(nonce, ADDRESS)).isEmpty();
    }

    @Test
    void any_changed_character_is_found() {
        String nonce = nonces.issue(ADDRESS);
        for (int i = 0; i < nonce.length(); i++) {
            char[] changed = nonce.toCharArray();
            changed[i] = changed[i] == 'A' ? 'B' : 'A';
            assertThat(nonces.issued(new String(changed), ADDRESS)).isEmpty();
        }
        assertThat(nonces.issued(nonce.substring(1), ADDRESS)).isEmpty();
        assertThat(nonces.issued("=".repeat(43), ADDRESS)).isEmpty();
    }

    @Test
    void another_server_or_the_next_start_does_not_know_it() {
        Nonces other = new Nonces(new SecureRandom(), clock, LIFETIME);
        assertThat(other.issued(nonces.issue(ADDRESS), ADDRESS)).isEmpty();
    }

    @Test
    void no_two_are_alike() {
        Set<String> issued = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            issued.add(nonces.issue(ADDRESS));
        }
        assertThat(issued).hasSize(1000);
    }
}
