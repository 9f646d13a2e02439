package org.ssms.protect.digest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class NonceCountsTest {
    private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");
    private static final Duration LIFETIME = Duration.ofMinutes(5);

    private final NonceCounts counts = new NonceCounts(3, LIFETIME);

    @Test
    void a_count_is_good_once() {
        assertThat(use("a", 1)).isTrue();
        assertThat(use("a", 1)).isFalse();
        assertThat(use("a", 2)).isTrue();
        assertThat(use("a", 1)).isFalse();
        assertThat(use("a", 2)).isFalse();
    }

    @Test
    void counts_may_overtake_each_other_but_not_far() {
        assertThat(use("a", 64)).isTrue();
        assertThat(use("a", 1)).isTrue();
        assertThat(use("a", 1)).isFalse();
        assertThat(use("a", 65)).isTrue();
        assertThat(use("a", 1)).isFalse();
        assertThat(use("a", 2)).isTrue();
        assertThat(use("a", 200)).isTrue();
        assertThat(use("a", 65)).isFalse();
        assertThat(use("a", 199)).isTrue();
        assertThat(use("a", 0xffff_ffffL)).isTrue();
        assertThat(use("a", 200)).isFalse();
    }

    @Test
    void two_nonces_do_not_share_counts() {
        assertThat(use("a", 1)).isTrue();
        assertThat(use("b", 1)).isTrue();
    }

    @Test
    void what_had_to_be_forgotten_is_not_good_again() {
        for (int i = 0; i < 5; i++) {
            assertThat(counts.use("n" + i, NOW.plusSeconds(i), 1, NOW.plusSeconds(i)))
                    .isTrue();
        }
        assertThat(counts.size()).isEqualTo(3);
        Instant later = NOW.plusSeconds(10);
        assertThat(counts.use("n0", NOW, 1, later)).isFalse();
        assertThat(counts.use("n1", NOW.plusSeconds(1), 2, later)).isFalse();
        assertThat(counts.use("n2", NOW.plusSeconds(2), 1, later)).isFalse();
        assertThat(counts.use("n2", NOW.plusSeconds(2), 2, later)).isTrue();
        assertThat(counts.use("younger", NOW.plusSeconds(2), 1, later)).isTrue();
    }

    @Test
    void expired_nonces_make_room_without_harm() {
        counts.use("a", NOW, 1, NOW);
        counts.use("b", NOW, 1, NOW);
        counts.use("c", NOW, 1, NOW);
        Instant later = NOW.plus(LIFETIME);
        assertThat(counts.use("d", later, 1, later)).isTrue();
        assertThat(counts.size()).isEqualTo(1);
        assertThat(counts.use("e", NOW.plusSeconds(1), 1, later)).isTrue();
    }

    private boolean use(String nonce, long count) {
        return counts.use(nonce, NOW, count, NOW);
    }
}
