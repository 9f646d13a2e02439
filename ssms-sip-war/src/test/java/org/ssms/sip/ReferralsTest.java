package org.ssms.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** RFC 3515 §2.4.6. */
class ReferralsTest {
    private final List<String> told = new ArrayList<>();
    private final Referrals referrals = new Referrals();
    private boolean isAwaited = true;

    private void send(int number) {
        referrals.add(number + " REFER", status -> told.add(number + ": " + status) && isAwaited);
    }

    @Test
    void what_a_phone_tells_is_of_the_request_whose_number_it_names_and_else_of_the_first() {
        send(2);
        send(3);
        assertThat(referrals.notified("3", 100)).isTrue();
        assertThat(referrals.notified(null, 180)).isTrue();
        assertThat(referrals.notified("3", 200)).isTrue();
        assertThat(referrals.notified("2", 486)).isTrue();
        assertThat(told).containsExactly("3: 100", "2: 180", "3: 200", "2: 486");
    }

    @Test
    void of_what_was_never_asked_for_nothing_is_heard() {
        assertThat(referrals.notified(null, 200)).isFalse();
        assertThat(referrals.notified("2", 200)).isFalse();
        send(2);
        assertThat(referrals.notified("3", 200)).isFalse();
        assertThat(referrals.notified("02", 200)).isFalse();
        assertThat(referrals.notified("", 200)).isFalse();
        assertThat(told).isEmpty();
    }

    @Test
    void each_has_one_end() {
        send(2);
        assertThat(referrals.notified("2", 486)).isTrue();
        assertThat(referrals.notified("2", 200)).isFalse();
        send(3);
        assertThat(referrals.notified(null, 200)).as("of the first").isFalse();
        referrals.answered("3 REFER", 603);
        assertThat(referrals.notified("3", 200)).isFalse();
        assertThat(told).containsExactly("2: 486", "3: 603");
    }

    @Test
    void for_which_nobody_waits_any_more_there_is_no_second_time() {
        send(2);
        isAwaited = false;
        assertThat(referrals.notified("2", 180)).isFalse();
        isAwaited = true;
        assertThat(referrals.notified("2", 180)).isFalse();
    }
}
