package org.ssms.web.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.ssms.guard.Source;

class OwnersTest {
    private final Set<Guest> closed = new HashSet<>();
    private final Owners<Guest> owners = new Owners<>(3, 4, 2, Guest::source, guest -> !closed.contains(guest));

    private record Guest(Source source, int number) {}

    private static Guest guest(long network, int number) {
        return new Guest(new Source(network, false), number);
    }

    @Test
    void a_mailbox_a_source_and_all_have_bounds() {
        assertThat(owners.admit(guest(1, 1), "alice")).isTrue();
        assertThat(owners.admit(guest(1, 1), "bob")).as("once").isFalse();
        assertThat(owners.admit(guest(2, 2), "alice")).isTrue();
        assertThat(owners.admit(guest(3, 3), "alice")).as("of one mailbox").isFalse();
        assertThat(owners.admit(guest(1, 4), "bob")).isTrue();
        assertThat(owners.admit(guest(1, 5), "carol")).isTrue();
        assertThat(owners.admit(guest(1, 6), "dave")).as("of one source").isFalse();
        assertThat(owners.admit(guest(7, 7), "dave")).as("of all").isFalse();
        assertThat(owners.of("alice")).containsExactlyInAnyOrder(guest(1, 1), guest(2, 2));
        owners.remove(guest(1, 1));
        owners.remove(guest(1, 1));
        assertThat(owners.size()).isEqualTo(3);
        assertThat(owners.of("alice")).containsExactly(guest(2, 2));
        assertThat(owners.admit(guest(7, 7), "dave")).isTrue();
        assertThat(owners.of("eve")).isEmpty();
    }

    /** As a stranger whose time is over, or who has to make room, while his password is looked at. */
    @Test
    void who_was_closed_while_he_logged_in_holds_no_place() {
        closed.add(guest(1, 1));
        owners.remove(guest(1, 1));
        assertThat(owners.admit(guest(1, 1), "alice")).isFalse();
        assertThat(owners.size()).isZero();
        for (int i = 2; i < 4; i++) {
            assertThat(owners.admit(guest(1, i), "alice")).isTrue();
        }
    }
}
