package org.ssms.web.mail;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.ssms.guard.Source;

class StrangersTest {
    private int numbers;

    private record Guest(Source source, int number) {}

    private Guest guest(long network) {
        numbers++;
        return new Guest(new Source(network, false), numbers);
    }

    private static Strangers<Guest> strangers(int perSource, int total) {
        return new Strangers<>(perSource, total, Guest::source);
    }

    @Test
    void a_source_has_its_share() {
        Strangers<Guest> strangers = strangers(2, 8);
        Guest first = guest(1);
        assertThat(strangers.admit(first).isAdmitted()).isTrue();
        assertThat(strangers.admit(guest(1)).isAdmitted()).isTrue();
        assertThat(strangers.admit(guest(1)).isAdmitted()).isFalse();
        assertThat(strangers.admit(guest(2)).isAdmitted()).isTrue();
        strangers.remove(first);
        strangers.remove(first);
        assertThat(strangers.size()).isEqualTo(2);
        assertThat(strangers.admit(guest(1)).isAdmitted()).isTrue();
    }

    @Test
    void when_all_is_full_the_oldest_of_who_has_most_goes() {
        Strangers<Guest> strangers = strangers(4, 8);
        Guest oldest = guest(1);
        strangers.admit(oldest);
        for (int i = 0; i < 3; i++) {
            strangers.admit(guest(1));
        }
        for (long source = 2; source < 6; source++) {
            strangers.admit(guest(source));
        }
        assertThat(strangers.size()).isEqualTo(8);
        assertThat(strangers.admit(guest(9))).isEqualTo(new Strangers.Admission<>(true, oldest));
        assertThat(strangers.size()).isEqualTo(8);
        strangers.remove(oldest);
        assertThat(strangers.size()).as("he is out already").isEqualTo(8);
    }

    @Test
    void who_has_most_himself_puts_nobody_out() {
        Strangers<Guest> strangers = strangers(4, 4);
        for (int i = 0; i < 3; i++) {
            strangers.admit(guest(1));
        }
        strangers.admit(guest(2));
        assertThat(strangers.admit(guest(1)).isAdmitted()).isFalse();
        Strangers<Guest> each = strangers(1, 3);
        for (long source = 1; source < 4; source++) {
            each.admit(guest(source));
        }
        assertThat(each.admit(guest(9)).evicted())
                .as("one each: the oldest of them")
                .isNotNull();
    }

    @Test
    void many_networks_of_one_ipv6_site_have_a_quarter() {
        Strangers<Guest> strangers = strangers(2, 16);
        for (int i = 0; i < 4; i++) {
            assertThat(strangers
                            .admit(new Guest(new Source(0x20010db80001_0000L + i, true), i))
                            .isAdmitted())
                    .isTrue();
        }
        assertThat(strangers
                        .admit(new Guest(new Source(0x20010db80001_0100L, true), 9))
                        .isAdmitted())
                .isFalse();
    }
}
