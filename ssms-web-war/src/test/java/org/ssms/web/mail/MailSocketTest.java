package org.ssms.web.mail;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60) // a defect here may wait for ever
class MailSocketTest {
    private static final int HANDSHAKE = 22;

    /** The engine would wait for all of it, and the selector say at once that there is more to read. */
    @Test
    void a_record_that_has_no_room_ends_it() throws Exception {
        try (ServerSocketChannel port = ServerSocketChannel.open()) {
            port.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            try (SocketChannel client = SocketChannel.open(port.getLocalAddress());
                    SocketChannel accepted = port.accept()) {
                ByteBuffer sent = beginOfARecord(24_576);
                while (sent.hasRemaining()) {
                    client.write(sent); // the system has room for it
                }
                SSLEngine engine = SSLContext.getDefault().createSSLEngine();
                engine.setUseClientMode(false);
                MailSocket socket = new MailSocket(accepted); // blocks here, so that all of it comes
                socket.beginTls(engine);
                assertThatThrownBy(() -> socket.read(new Buffers()))
                        .isInstanceOf(SSLException.class)
                        .hasMessage("a record is too long");
            }
        }
    }

    /** More of it than there is room for. */
    private static ByteBuffer beginOfARecord(int length) {
        return ByteBuffer.allocate(length)
                .put((byte) HANDSHAKE)
                .putShort((short) 0x0303)
                .putShort((short) length)
                .rewind();
    }
}
