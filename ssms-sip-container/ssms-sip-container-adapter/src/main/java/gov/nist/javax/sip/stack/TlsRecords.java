package gov.nist.javax.sip.stack;

import org.jspecify.annotations.NullMarked;

/**
 * What the stack keeps of a TLS record whose end has not come. Stands here because the stack shows it to its own
 * package.
 */
@NullMarked // on the class: the package is the stack's
public final class TlsRecords {
    private TlsRecords() {}

    /** Bytes of the buffer, however few of the record are in it; 0 between records. */
    public static int held(NioTlsMessageChannel channel) {
        return held(channel.sslStateMachine);
    }

    /** As {@link #held(NioTlsMessageChannel)}. */
    public static int held(NioTlsWebSocketMessageChannel channel) {
        return held(channel.sslStateMachine);
    }

    private static int held(SSLStateMachine tls) {
        return tls.tlsRecordBuffer == null ? 0 : tls.tlsRecordBuffer.capacity();
    }
}
