package org.ssms.license;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.ssms.base.test.SettableClock;

class PhoneForwardsTest {
    private final SettableClock clock = new SettableClock();
    private final PhoneForwards forwards = new PhoneForwards(clock);

    @Test
    void t11_whoever_has_found_a_pin_spreads_a_mailbox_slowly_and_hinders_nobody_else() {
        for (int i = 0; i < PhoneForwards.PER_HOUR; i++) {
            assertThat(forwards.take("alice")).isTrue();
        }
        assertThat(forwards.take("alice")).isFalse();
        assertThat(forwards.take("bob")).isTrue();
        clock.advance(PhoneForwards.pause());
        assertThat(forwards.take("alice")).isTrue();
        assertThat(forwards.take("alice")).isFalse();
    }
}
