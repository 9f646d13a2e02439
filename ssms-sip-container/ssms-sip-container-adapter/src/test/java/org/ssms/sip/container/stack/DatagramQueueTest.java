package org.ssms.sip.container.stack;

import static org.assertj.core.api.Assertions.assertThat;

import gov.nist.javax.sip.stack.DatagramQueuedMessageDispatch;
import java.net.DatagramPacket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatagramQueueTest {
    private static final int LARGEST = 65_535;

    private final List<Integer> asked = new ArrayList<>();
    private boolean admitted = true;
    private boolean believed;
    private final DatagramQueue queue = new DatagramQueue(
            packet -> {
                asked.add(packet.getLength());
                return admitted;
            },
            packet -> believed);

    private static DatagramQueuedMessageDispatch datagram(String text) {
        byte[] buffer = new byte[LARGEST];
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(bytes, 0, buffer, 0, bytes.length);
        return new DatagramQueuedMessageDispatch(new DatagramPacket(buffer, bytes.length), 0);
    }

    @Test
    void datagram_keeps_its_own_bytes_only() throws Exception {
        assertThat(queue.offer(datagram("OPTIONS sip:a SIP/2.0\r\n\r\n"))).isTrue();
        DatagramPacket packet = queue.take().packet;
        assertThat(packet.getData()).asString(StandardCharsets.ISO_8859_1).isEqualTo("OPTIONS sip:a SIP/2.0\r\n\r\n");
        assertThat(packet.getLength()).isEqualTo(25);
    }

    @Test
    void datagram_that_is_not_admitted_is_not_queued() {
        admitted = false;
        assertThat(queue.offer(datagram("OPTIONS sip:a SIP/2.0\r\n\r\n"))).isFalse();
        assertThat(queue).isEmpty();
        assertThat(asked).containsExactly(25);
    }

    @Test
    void costly_datagram_is_dropped() {
        assertThat(queue.offer(datagram("OPTIONS sip:a SIP/2.0\r\nm: <sip:a" + ";x=y".repeat(15_000) + ">\r\n\r\n")))
                .isFalse();
    }

    @Test
    void memory_is_bounded_and_comes_back() throws Exception {
        String large = "OPTIONS sip:a SIP/2.0\r\n\r\n" + "x".repeat(60_000);
        int taken = 0;
        while (queue.offer(datagram(large))) {
            taken++;
        }
        assertThat(taken).isBetween(40, 60);
        for (int i = 0; i < taken; i++) {
            assertThat(queue.take()).isNotNull();
        }
        assertThat(queue.offer(datagram(large))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 60_000})
    void believed_peers_find_room_when_everybody_else_finds_none(int body) throws Exception {
        String message = "OPTIONS sip:a SIP/2.0\r\n\r\n" + "x".repeat(body);
        while (queue.offer(datagram(message))) {
            // until it is full
        }
        int others = queue.size();
        believed = true;
        while (queue.offer(datagram(message))) {
            // until it is full
        }
        assertThat(queue.size()).isBetween(others * 5 / 4, others * 3 / 2);
    }
}
