package org.ssms.media.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PortPoolTest {
    private final PortPool pool = new PortPool(16384, 16389);

    @Test
    void ports_are_even_and_given_once() {
        assertThat(new int[] {pool.take(), pool.take(), pool.take(), pool.take()})
                .containsExactly(16384, 16386, 16388, PortPool.NONE);
        assertThat(pool.inUse()).isEqualTo(3);
    }

    @Test
    void a_returned_port_rests_while_others_are_free() {
        int first = pool.take();
        pool.give(first);
        assertThat(pool.take()).isEqualTo(16386);
        assertThat(pool.take()).isEqualTo(16388);
        assertThat(pool.take()).isEqualTo(first);
    }

    @Test
    void it_knows_its_own_ports() {
        pool.take();
        assertThat(pool.isTaken(16384)).isTrue();
        assertThat(pool.isTaken(16385)).isFalse();
        assertThat(pool.isTaken(16386)).isFalse();
        assertThat(pool.isTaken(80)).isFalse();
        assertThat(pool.isTaken(60000)).isFalse();
    }

    @ParameterizedTest(name = "{0}-{1}, {2} loops, {3} calls")
    @CsvSource({
        "16385, 16400, 1, 1",
        "80, 16400, 1, 1",
        "16384, 16384, 1, 1",
        "16384, 65536, 1, 1",
        "16384, 16400, -1, 1",
        "16384, 16400, 1, 0"
    })
    void settings_refuse_what_cannot_work(int min, int max, int loops, int calls) {
        InetAddress bind = InetAddress.getLoopbackAddress();
        assertThatThrownBy(() -> new MediaSettings(bind, min, max, loops, calls))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
