package org.ssms.media.sdp;

import java.security.MessageDigest;
import java.util.Arrays;

/**
 * The two master keys of a stream that SDES has agreed on, each with its salt behind it, and what else changes its
 * packets. A class and not a record: it does not print, compare or serialise its bytes. The engine closes it when no
 * call uses it any more; a closed one refuses further use. Thread safe.
 */
public final class SrtpKeys implements AutoCloseable {
    private final SrtpSuite suite;
    private final byte[] local;
    private final byte[] remote;
    private final byte[] remoteMki;
    private final boolean rtcpInClear;
    private boolean closed;

    /** Without MKI, and with RTCP encrypted. */
    public SrtpKeys(SrtpSuite suite, byte[] local, byte[] remote) {
        this(suite, local, remote, new byte[0], false);
    }

    /**
     * Takes copies of the masters, {@value SrtpSuite#MASTER_BYTES} bytes each.
     *
     * @param remoteMki may stand in each packet that comes; empty for none
     * @param rtcpInClear RTCP is authenticated only, in both directions
     */
    public SrtpKeys(SrtpSuite suite, byte[] local, byte[] remote, byte[] remoteMki, boolean rtcpInClear) {
        if (local.length != SrtpSuite.MASTER_BYTES || remote.length != SrtpSuite.MASTER_BYTES) {
            throw new IllegalArgumentException("wrong size of an SRTP master key");
        }
        this.suite = suite;
        this.local = local.clone();
        this.remote = remote.clone();
        this.remoteMki = remoteMki.clone();
        this.rtcpInClear = rtcpInClear;
    }

    public SrtpSuite suite() {
        return suite;
    }

    /** A copy of what stands in each packet that comes; empty for nothing. */
    public byte[] remoteMki() {
        return remoteMki.clone();
    }

    public boolean isRtcpInClear() {
        return rtcpInClear;
    }

    /** A copy of the master key and salt that protect what we send. For the maker of the SRTP context, nobody else. */
    public synchronized byte[] revealLocal() {
        checkOpen();
        return local.clone();
    }

    /** A copy of the master key and salt that protect what we receive. Same callers as {@link #revealLocal()}. */
    public synchronized byte[] revealRemote() {
        checkOpen();
        return remote.clone();
    }

    /** Whether a context made of the others would be the same. False when either is closed. */
    public boolean areSameAs(SrtpKeys others) {
        if (this == others) {
            return true;
        }
        byte[] otherLocal;
        byte[] otherRemote;
        synchronized (others) {
            otherLocal = others.local.clone();
            otherRemote = others.remote.clone();
        }
        synchronized (this) {
            boolean same = !closed
                    && suite == others.suite
                    && rtcpInClear == others.rtcpInClear
                    && Arrays.equals(remoteMki, others.remoteMki)
                    && MessageDigest.isEqual(local, otherLocal)
                    && MessageDigest.isEqual(remote, otherRemote);
            Arrays.fill(otherLocal, (byte) 0);
            Arrays.fill(otherRemote, (byte) 0);
            return same;
        }
    }

    /** Overwrites the bytes. Contexts made before stay usable. */
    @Override
    public synchronized void close() {
        Arrays.fill(local, (byte) 0);
        Arrays.fill(remote, (byte) 0);
        closed = true;
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("the SRTP keys are closed");
        }
    }

    @Override
    public String toString() {
        return "SrtpKeys[" + suite + ", redacted]";
    }
}
