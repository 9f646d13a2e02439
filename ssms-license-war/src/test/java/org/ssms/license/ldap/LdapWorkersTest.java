package org.ssms.license.ldap;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.ssms.guard.Source;

class LdapWorkersTest {
    private static Source source(int number) throws Exception {
        return Source.of(InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) number}));
    }

    @Test
    void d11_who_has_not_bound_cannot_keep_those_waiting_who_have() throws Exception {
        LdapWorkers workers = new LdapWorkers(1, 8, 3, 1);
        assertThat(workers.take(source(1), false)).isTrue();
        assertThat(workers.take(source(2), false))
                .as("the part of those is used up")
                .isFalse();
        assertThat(workers.take(source(2), true)).isTrue();
        assertThat(workers.take(source(3), true)).isTrue();
        assertThat(workers.take(source(4), true)).as("all are at work").isFalse();
        workers.giveBack(source(1), false);
        assertThat(workers.take(source(5), false)).isTrue();
    }

    @Test
    void who_does_not_get_his_turn_leaves_that_of_the_others() throws Exception {
        LdapWorkers workers = new LdapWorkers(1, 8, 1, 1);
        assertThat(workers.take(source(1), true)).isTrue();
        assertThat(workers.take(source(2), false)).isFalse();
        workers.giveBack(source(1), true);
        assertThat(workers.take(source(2), false)).isTrue();
    }

    @Test
    void when_the_door_is_closed_nobody_begins() throws Exception {
        LdapWorkers workers = new LdapWorkers(1, 8, 1, 1);
        workers.close();
        assertThat(workers.take(source(1), true)).isFalse();
    }
}
