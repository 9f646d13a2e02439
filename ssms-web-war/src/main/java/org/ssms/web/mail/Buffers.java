package org.ssms.web.mail;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** What a worker needs to read and write; each has its own, so that a connection that waits needs none. */
final class Buffers {
    /** More than a record of TLS is, encrypted or not. */
    private static final int SIZE = 18 * 1024;

    /** Of a record of TLS, with what it needs to be encrypted. */
    private static final int OUT = 16 * 1024;

    /** As it comes from the network. */
    final ByteBuffer received = ByteBuffer.allocate(SIZE);

    /** What the client said. */
    final ByteBuffer said = ByteBuffer.allocate(SIZE);

    /** What is said to him. */
    final ByteBuffer answer = ByteBuffer.allocate(OUT);

    /** As it goes to the network. */
    final ByteBuffer sent = ByteBuffer.allocate(SIZE);

    /** There may have been passwords in it. */
    void wipeSaid() {
        Arrays.fill(said.array(), (byte) 0);
    }
}
