package org.ssms.player.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.ssms.player.caller.Impairment.Fate;

class ImpairmentTest {
    @Test
    void the_same_seed_gives_the_same_faults() {
        assertThat(fates(new Impairment(5, 5, 42))).isEqualTo(fates(new Impairment(5, 5, 42)));
    }

    @Test
    void the_shares_are_about_right() {
        List<Fate> fates = fates(new Impairment(10, 20, 1));
        assertThat(fates.stream().filter(Fate.LOST::equals).count()).isBetween(900L, 1100L);
        assertThat(fates.stream().filter(Fate.HELD_BACK::equals).count()).isBetween(1900L, 2100L);
    }

    @Test
    void without_impairment_everything_is_sent() {
        assertThat(fates(Impairment.NONE)).containsOnly(Fate.SENT);
    }

    @Test
    void impossible_shares_are_refused() {
        assertThatThrownBy(() -> new Impairment(60, 50, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    private static List<Fate> fates(Impairment impairment) {
        Impairment.Fates fates = impairment.fates();
        return Stream.generate(fates::next).limit(10_000).toList();
    }
}
