package org.ssms.media.engine;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Decides which packets are the caller's, against injection and hijacking of the stream.
 *
 * <p>The call is bound to a source address and SSRC. A packet from the very address and port of the SDP binds at once.
 * Any other source (NAT) is on probation: it binds after {@link #PROBATION_NANOS} and {@value #MIN_SEQUENTIAL} packets
 * in sequence (RFC 3550 A.1), when no better one shows up: the host of the SDP is better than the host from which the
 * call was signalled (behind a NAT both are the same to us), and that one is better than any other. Whoever is bound
 * gives way only to a better one, so a stranger who is heard before the caller does not keep the call.
 *
 * <p>Of the bound address only its SSRC counts. Another SSRC from there, and the same SSRC from another port of that
 * host (a NAT that forgot), are taken after {@value #MIN_SEQUENTIAL} packets in sequence when nothing has come from the
 * bound source for {@link #QUIET_NANOS}, or {@link #PORT_QUIET_NANOS}. Whoever has the SRTP keys needs no probation at
 * a host that signalling names, and follows another port or SSRC as soon as that is silent for {@link #QUIET_NANOS}, so
 * that two that overlap do not take turns.
 *
 * <p>The times of packets are those at which they are read, and they may have come before: up to the time at which all
 * that had come was read ({@link #emptied}). For so long only nobody has been heard; a source that nobody has read does
 * not look quiet, and a probation does not go by meanwhile.
 *
 * <p>When signalling names a new address, the bound source is heard until the caller has our answer and moves: then any
 * other one may follow it after its probation, as soon as nothing has come from it for {@link #QUIET_NANOS}. A source
 * that goes on for {@link #SETTLED_NANOS} has not moved, and is bound as before.
 *
 * <p>Who only listens has nothing to send, but for what opens a NAT. So nobody is on probation there but hosts that
 * signalling names: otherwise whoever finds the port would get what is for somebody else, as long as that one is silent.
 *
 * <p>Packets on probation are to be kept, so that a caller whose address changes in the middle of his message goes on
 * speaking. Not thread safe.
 */
final class SourceLatch {
    static final long PROBATION_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    /** Three packets of the usual length: whoever speaks would have been heard. */
    static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(60);

    /** Others share the host (a NAT), and a caller who stumbles for a moment is not gone. */
    static final long PORT_QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /** Longer than our answer takes to reach the caller, also when the first one is lost. */
    static final long SETTLED_NANOS = TimeUnit.SECONDS.toNanos(2);

    private static final int MIN_SEQUENTIAL = 3;
    private static final int MAX_DROPOUT = 50;

    /** What to do with a packet. */
    enum Verdict {
        ACCEPTED,
        /** Accepted, and the first one of the source or of its new SSRC. */
        BOUND,
        /** To be kept until a packet of this source and SSRC is BOUND, or {@link #hasCandidate} is false. */
        HELD,
        REFUSED
    }

    private final int ownSsrc;
    /** What is judged came later than this. */
    private long emptyAt;

    private @Nullable InetSocketAddress signalled;
    private @Nullable InetAddress signaller;
    private boolean expectsNothing;
    private @Nullable InetSocketAddress bound;
    private int boundSsrc;
    private long boundHeard;
    /** Packets of the bound source since there is a candidate. */
    private int boundCount;
    /** Signalling has named another address since; not yet settled. */
    private boolean moving;
    /** When the bound source was heard first after that. */
    private long movingSince;

    private boolean movingHeard;

    private @Nullable InetSocketAddress candidate;
    private int candidateSsrc;
    private int candidateSequence;
    private int candidateCount;
    private long candidateHeard;
    private long candidateSince;

    /** Packets with {@code ownSsrc} are our own, come back (RFC 3550 §8.2), and refused. */
    SourceLatch(int ownSsrc, long now) {
        this.ownSsrc = ownSsrc;
        emptyAt = now;
    }

    /** All that had come by that time has been judged. */
    void emptied(long now) {
        emptyAt = now;
    }

    /** The address that signalling names; the unspecified one (hold) changes nothing. */
    void signalled(InetSocketAddress remote) {
        if (remote.getAddress().isAnyLocalAddress() || remote.equals(signalled)) {
            return;
        }
        signalled = remote;
        moving = bound != null && !bound.equals(remote);
        movingHeard = false;
        candidate = null;
    }

    /** The host from which the call is signalled. */
    void signaller(InetAddress host) {
        signaller = host;
    }

    /** Whether the caller may send nothing: then only hosts that signalling names are believed to be his. */
    void expectsNothing(boolean nothing) {
        expectsNothing = nothing;
    }

    /** The source the call is bound to, or null; also null as long as the caller is expected to move. */
    @Nullable
    InetSocketAddress bound() {
        return moving ? null : bound;
    }

    /** Whether somebody is on probation. */
    boolean hasCandidate() {
        return candidate != null;
    }

    /** Whether what was held is the caller's as far as can be known when nothing more will come. */
    boolean endsWithCandidate() {
        InetSocketAddress current = bound;
        return candidate != null
                && candidateCount >= MIN_SEQUENTIAL
                && emptyAt - candidateHeard >= 0
                && (current == null || isBetter(candidate, current) || candidateHeard - boundHeard >= QUIET_NANOS);
    }

    /** False when a packet from there would be refused whatever is in it. */
    boolean mayAccept(InetSocketAddress source) {
        InetSocketAddress current = bound;
        if (expectsNothing && likeness(source) == 0 && (current == null || !isOfHost(source, current))) {
            return false;
        }
        return current == null || moving || isOfHost(source, current) || isBetter(source, current);
    }

    /** @param authentic whoever sent it has the keys of SRTP */
    Verdict judge(InetSocketAddress source, int ssrc, int sequenceNumber, boolean authentic, long now) {
        InetSocketAddress current = bound;
        if (ssrc == ownSsrc || !mayAccept(source)) {
            return Verdict.REFUSED;
        }
        boolean same = source.equals(current);
        if (same && ssrc == boundSsrc) {
            return stays(source, ssrc, now);
        }
        boolean credible = current == null ? likeness(source) > 0 : isBetter(source, current);
        if ((authentic && credible) || (source.equals(signalled) && !same)) {
            return bind(source, ssrc, now);
        }
        if (current != null && !moving && isOfHost(source, current) && !credible) {
            return changed(source, ssrc, sequenceNumber, authentic, now);
        }
        return onProbation(source, ssrc, sequenceNumber, now);
    }

    private static boolean isOfHost(InetSocketAddress source, InetSocketAddress other) {
        return source.getAddress().equals(other.getAddress());
    }

    private boolean isBetter(InetSocketAddress source, InetSocketAddress other) {
        return likeness(source) > likeness(other);
    }

    /**
     * How much of what signalling says is true of a source: host and port, the host, the signaller's host, or nothing.
     */
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
        moving = false;
        candidate = null;
        return Verdict.BOUND;
    }

    /** The bound source goes on; a packet or two that come late do not end the probation of the next one. */
    private Verdict stays(InetSocketAddress source, int ssrc, long now) {
        boundHeard = now;
        if (moving && !movingHeard) {
            movingHeard = true;
            movingSince = now;
        }
        if (moving && emptyAt - movingSince >= SETTLED_NANOS) {
            return bind(source, ssrc, now);
        }
        if (candidate != null && ++boundCount >= MIN_SEQUENTIAL && !isBetter(candidate, source)) {
            candidate = null;
        }
        return Verdict.ACCEPTED;
    }

    private Verdict onProbation(InetSocketAddress source, int ssrc, int sequenceNumber, long now) {
        if (!stands(source, ssrc, now)) {
            return Verdict.REFUSED;
        }
        boolean sequential = countCandidate(ssrc, sequenceNumber, now);
        InetSocketAddress current = bound;
        boolean free = current == null || isBetter(source, current) || emptyAt - boundHeard >= QUIET_NANOS;
        boolean proved = sequential && emptyAt - candidateSince >= PROBATION_NANOS;
        return proved && free ? bind(source, ssrc, now) : Verdict.HELD;
    }

    /** Another SSRC of the bound address, or another port of its host. */
    private Verdict changed(InetSocketAddress source, int ssrc, int sequenceNumber, boolean authentic, long now) {
        boolean ofCaller = authentic || source.equals(bound) || ssrc == boundSsrc;
        if (!ofCaller || !stands(source, ssrc, now)) {
            return Verdict.REFUSED;
        }
        boolean sequential = countCandidate(ssrc, sequenceNumber, now) || authentic;
        long quiet = authentic || source.equals(bound) ? QUIET_NANOS : PORT_QUIET_NANOS;
        return sequential && emptyAt - boundHeard >= quiet ? bind(source, ssrc, now) : Verdict.HELD;
    }

    /** Whether the source is the candidate, or becomes it: there is none, or one that is gone or worse. */
    private boolean stands(InetSocketAddress source, int ssrc, long now) {
        InetSocketAddress current = candidate;
        if (source.equals(current)) {
            return true;
        }
        boolean free = current == null || emptyAt - candidateHeard > PROBATION_NANOS || isBetter(source, current);
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
        boundCount = 0;
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
