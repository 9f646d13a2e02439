package org.ssms.guard.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.ssms.guard.Source;

class SharesTest {
    private static final Source ONE = new Source(1, false);
    private static final Source TWO = new Source(2, false);

    private final Shares shares = new Shares(2, 3);

    @Test
    void a_source_has_no_more_than_its_share_and_the_others_have_theirs() {
        assertThat(shares.take(ONE)).isTrue();
        assertThat(shares.take(ONE)).isTrue();
        assertThat(shares.take(ONE)).isFalse();
        assertThat(shares.take(TWO)).isTrue();
    }

    @Test
    void all_together_have_no_more_than_there_is() {
        shares.take(ONE);
        shares.take(ONE);
        shares.take(TWO);
        assertThat(shares.take(TWO)).isFalse();
    }

    @Test
    void the_networks_of_one_line_leave_most_to_others() {
        Shares many = new Shares(2, 16);
        for (int network = 0; network < 100; network++) {
            many.take(new Source(network, true));
        }
        assertThat(many.held()).isEqualTo(4);
        assertThat(many.take(new Source(1 << 20, true))).isTrue();
        many.giveBack(new Source(0, true));
        assertThat(many.take(new Source(7, true))).isTrue();
        assertThat(many.take(new Source(8, true))).isFalse();
    }

    @Test
    void what_is_given_back_can_be_taken_again() {
        shares.take(ONE);
        shares.take(ONE);
        shares.giveBack(ONE);
        assertThat(shares.take(ONE)).isTrue();
        assertThat(shares.take(ONE)).isFalse();
        assertThat(shares.held()).isEqualTo(2);
    }
}
