package org.ssms.media.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.ssms.media.codec.AudioCodec;

class HoldTest {
    private static final String PHONE = "192.0.2.1";

    private final Hold hold = new Hold();

    @Test
    void who_only_sends_holds_the_call_when_he_has_listened_before() {
        assertThat(begin(PHONE, Direction.SENDRECV)).isFalse();
        assertThat(begin(PHONE, Direction.RECVONLY)).isTrue();
        assertThat(hold.isOn()).isTrue();
        assertThat(begin(PHONE, Direction.SENDRECV)).isFalse();
        assertThat(hold.isOn()).isFalse();
    }

    @Test
    void who_only_sends_from_the_beginning_never_listens() {
        assertThat(begin(PHONE, Direction.RECVONLY)).isFalse();
        assertThat(begin("0.0.0.0", Direction.SENDRECV)).isTrue(); // and has not listened by that
        assertThat(begin(PHONE, Direction.RECVONLY)).isFalse();
    }

    @Test
    void inactive_is_hold_from_the_beginning() {
        assertThat(begin(PHONE, Direction.INACTIVE)).isTrue();
        assertThat(begin(PHONE, Direction.RECVONLY)).isFalse();
    }

    private boolean begin(String host, Direction direction) {
        return hold.begin(new AudioFlow(
                AudioCodec.PCMU, AudioFlow.NO_TELEPHONE_EVENT, new InetSocketAddress(host, 4000), direction, 20));
    }
}
