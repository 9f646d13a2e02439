package org.ssms.media.engine;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Decides which packets are the caller's, against injection and hijacking of the stream.
 *
 * <p>The call is bound to a source address and SSRC. A packet from the very address and port of the SDP binds at once. Any
 * other source (NAT) is on probation: it binds after {@link #PROBATION_NANOS} and {@value #MIN_SEQUENTIAL} packets in
 * sequence (RFC 3550 A.1), when no better one shows up: the host of the SDP is better than the host from which the call
 * was signalled (behind a NAT both are the same to us), and that one is better than any other. Whoever is bound gives way
 * only to a better one, so a stranger who is heard before the caller does not keep the call. Of the bound address only its SSRC counts; another
 * SSRC is taken after the same number of packets in sequence when the old one has been silent for
 * {@link #SSRC_QUIET_NANOS}. A new remote address by signalling starts again. Not thread safe.
 */
final class SourceLatch {
    static final long PROBATION_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    static final long SSRC_QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private static final int MIN_SEQUENTIAL = 3;
    private static final int MAX_DROPOUT = 50;

    /** What to do with a packet. */
    enum Verdict {
        ACCEPTED,
        /** Accepted, and the first one of the source or of its new SSRC. */
        BOUND,
        REFUSED
    }

    private final int ownSsrc;
    private @Nullable InetSocketAddress signalled;
    private @Nullable InetAddress signaller;
    private @Nullable InetSocketAddress bound;
    private int boundSsrc;
    private long boundHeard;

    private @Nullable InetSocketAddress candidate;
    private int candidateSsrc;
    private int candidateSequence;
    private int candidateCount;
    private long candidateHeard;
    private long candidateSince;

    /** Packets with {@code ownSsrc} are our own, come back (RFC 3550 §8.2), and refused. */
    SourceLatch(int ownSsrc) {
        this.ownSsrc = ownSsrc;
    }

    /** The address that signalling names; the unspecified one (hold) changes nothing. */
    void signalled(InetSocketAddress remote) {
        if (remote.getAddress().isAnyLocalAddress() || remote.equals(signalled)) {
            return;
        }
        signalled = remote;
        bound = null;
        candidate = null;
    }

    /** The host from which the call is signalled. */
    void signaller(InetAddress host) {
        signaller = host;
    }

    /** The source the call is bound to, or null. */
    @Nullable
    InetSocketAddress bound() {
        return bound;
    }

    /** False when a packet from there would be refused whatever is in it. */
    boolean mayAccept(InetSocketAddress source) {
        InetSocketAddress current = bound;
        return current == null || source.equals(current) || isBetter(source, current);
    }

    Verdict judge(InetSocketAddress source, int ssrc, int sequenceNumber, long now) {
        if (ssrc == ownSsrc || !mayAccept(source)) {
            return Verdict.REFUSED;
        }
        if (!source.equals(bound)) {
            return source.equals(signalled) ? bind(source, ssrc, now) : onProbation(source, ssrc, sequenceNumber, now);
        }
        if (ssrc == boundSsrc) {
            boundHeard = now;
            return Verdict.ACCEPTED;
        }
        return newSsrc(source, ssrc, sequenceNumber, now);
    }

    private boolean isBetter(InetSocketAddress source, InetSocketAddress other) {
        return likeness(source) > likeness(other);
    }

    /** How much of what signalling says is true of a source: host and port, the host, the signaller's host, or nothing. */
    private int likeness(InetSocketAddress source) {
        InetSocketAddress expected = signalled;
        if (expected == null || !source.getAddress().equals(expected.getAddress())) {
            return source.getAddress().equals(signaller) ? 1 : 0;
        }
        return source.getPort() == expected.getPort() ? 3 : 2;
    }

    private Verdict bind(InetSocketAddress source, int ssrc, long now) {
        bound = source;
        boundSsrc = ssrc;
        boundHeard = now;
        candidate = null;
        return Verdict.BOUND;
    }

    private Verdict onProbation(InetSocketAddress source, int ssrc, int sequenceNumber, long now) {
        if (!stands(source, ssrc, now)) {
            return Verdict.REFUSED;
        }
        boolean sequential = countCandidate(ssrc, sequenceNumber, now);
        return sequential && now - candidateSince >= PROBATION_NANOS ? bind(source, ssrc, now) : Verdict.REFUSED;
    }

    private Verdict newSsrc(InetSocketAddress source, int ssrc, int sequenceNumber, long now) {
        boolean quiet = now - boundHeard >= SSRC_QUIET_NANOS;
        return quiet && stands(source, ssrc, now) && countCandidate(ssrc, sequenceNumber, now)
                ? bind(source, ssrc, now)
                : Verdict.REFUSED;
    }

    /** Whether the source is the candidate, or becomes it: there is none, or one that is gone or worse. */
    private boolean stands(InetSocketAddress source, int ssrc, long now) {
        InetSocketAddress current = candidate;
        if (source.equals(current)) {
            return true;
        }
        boolean free = current == null || now - candidateHeard > PROBATION_NANOS || isBetter(source, current);
        if (free) {
            candidate = source;
            startCandidate(ssrc, now);
        }
        return free;
    }

    private void startCandidate(int ssrc, long now) {
        candidateSsrc = ssrc;
        candidateSince = now;
        candidateCount = 0;
    }

    /** True when the candidate has sent enough packets in sequence. */
    private boolean countCandidate(int ssrc, int sequenceNumber, long now) {
        if (ssrc != candidateSsrc) {
            startCandidate(ssrc, now);
        }
        int step = (short) (sequenceNumber - candidateSequence);
        candidateCount = candidateCount > 0 && step > 0 && step <= MAX_DROPOUT ? candidateCount + 1 : 1;
        candidateSequence = sequenceNumber;
        candidateHeard = now;
        return candidateCount >= MIN_SEQUENTIAL;
    }
}
