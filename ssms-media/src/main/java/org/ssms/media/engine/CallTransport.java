package org.ssms.media.engine;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import org.jspecify.annotations.Nullable;
import org.ssms.media.sdp.AudioFlow;
import org.ssms.media.sdp.PeerAddress;
import org.ssms.media.sdp.SrtpKeys;

/** The sockets of a call, where it sends to, and the SRTP that is on them. Used on the call's loop. */
final class CallTransport {
    private static final Logger LOG = System.getLogger(CallTransport.class.getName());

    /**
     * RTP and RTCP packets of a call to hosts from which nothing has come: a second of sound. The SDP of a first or of
     * a later offer may name somebody who never asked for it; a caller who speaks is heard sooner. The host from which
     * the call is signalled has shown by its ACK that it is there. Who is trusted may have his media gateway elsewhere,
     * which sends nothing while the caller is muted.
     */
    static final int MAX_UNHEARD = 50;

    private final CallSockets sockets;
    private final LoopContext loop;
    private @Nullable SrtpKeys keys;
    private @Nullable PacketProtection protection;
    private @Nullable InetSocketAddress rtpTo;
    private @Nullable InetSocketAddress rtcpTo;
    private @Nullable InetSocketAddress rtpHeard;
    private @Nullable InetSocketAddress rtcpHeard;
    private @Nullable AudioFlow flow;
    private @Nullable InetAddress signaller;
    private boolean trusted;
    private int unheard;

    CallTransport(CallSockets sockets, LoopContext loop) {
        this.sockets = sockets;
        this.loop = loop;
    }

    /** The host from which the call is signalled, and whether it is believed where it wants its sound. */
    void signaller(InetAddress host, boolean isTrusted) {
        signaller = host;
        trusted = isTrusted;
    }

    CallSockets sockets() {
        return sockets;
    }

    /** Starts the SRTP of the next flow, or goes on with the one that runs when the keys are the same. */
    void protect(@Nullable SrtpKeys next, PacketProtection.Factory protections) {
        SrtpKeys running = keys;
        boolean same = running != null && next != null && running.areSameAs(next);
        if (!same) {
            PacketProtection old = protection;
            protection = next == null ? null : protections.of(next);
            if (old != null) {
                old.close();
            }
        }
        keys = next;
        if (running != null && running != next) {
            running.close();
        }
    }

    boolean isProtected() {
        return protection != null;
    }

    boolean unprotectRtp(ByteBuffer packet) {
        PacketProtection srtp = protection;
        return srtp == null || srtp.unprotectRtp(packet);
    }

    boolean unprotectRtcp(ByteBuffer packet) {
        PacketProtection srtp = protection;
        return srtp == null || srtp.unprotectRtcp(packet);
    }

    /**
     * Chooses where to send: to where the caller's packets come from, or before they come to where signalling says, if
     * that may be believed.
     *
     * @param bound source of the caller's RTP, or null
     */
    void aim(AudioFlow next, @Nullable InetSocketAddress bound) {
        InetSocketAddress signalled = next.remote();
        boolean moved = flow != null && !flow.remote().equals(signalled);
        rtcpHeard = moved ? null : rtcpHeard;
        flow = next;
        boolean unreachable = bound == null && credible(signalled) == null;
        if (!unreachable || rtpHeard == null) { // else he is still where he was heard, until he is heard elsewhere
            rtpHeard = bound;
            rtpTo = bound == null ? credible(signalled) : notOurs(bound);
        }
        InetSocketAddress heard = rtcpHeard;
        InetSocketAddress rtcp = next.rtcp();
        if (rtcp == null) {
            rtcpTo = null;
        } else if (next.isMuxed()) {
            rtcpTo = rtpTo;
        } else if (heard != null && (bound == null || isHostOf(bound, heard))) {
            rtcpTo = notOurs(heard);
        } else {
            // behind NAT the signalled port is not the one to be reached, so RTCP has to come first
            rtcpTo = bound == null || bound.equals(signalled) ? credible(rtcp) : null;
        }
    }

    /** Whether RTCP from there can be the caller's, whose RTP comes from {@code bound}, if it comes already. */
    boolean takesRtcpFrom(InetSocketAddress source, @Nullable InetSocketAddress bound) {
        AudioFlow current = flow;
        if (current == null || current.rtcp() == null) {
            return false;
        }
        if (current.isMuxed()) {
            return source.equals(bound);
        }
        boolean ofHost = bound == null || isHostOf(bound, source);
        if (ofHost && source.equals(current.rtcp())) {
            return true; // also after another one was heard first, as with RTP
        }
        InetSocketAddress heard = rtcpHeard;
        if (heard != null && (bound == null || isHostOf(bound, heard))) {
            return source.equals(heard);
        }
        return bound != null && ofHost;
    }

    /** RTCP of the caller has come from there: that is where to answer. */
    void heardRtcp(InetSocketAddress source) {
        boolean muxed = flow != null && flow.isMuxed();
        if (!muxed && !source.equals(rtcpHeard)) {
            rtcpHeard = source;
            rtcpTo = notOurs(source);
        }
    }

    /** Whether signalling alone is enough to send there. */
    boolean isCredible(InetSocketAddress remote) {
        return credible(remote) != null;
    }

    private @Nullable InetSocketAddress credible(InetSocketAddress remote) {
        return PeerAddress.isCredible(remote.getAddress(), local()) ? notOurs(remote) : null;
    }

    /** Null for what is a socket of this engine, or no host at all. */
    private @Nullable InetSocketAddress notOurs(InetSocketAddress remote) {
        InetAddress address = remote.getAddress();
        boolean ours = address.equals(local()) && loop.isOurPort(remote.getPort());
        return remote.getPort() != 0 && !ours && PeerAddress.isHost(address, local()) ? remote : null;
    }

    private InetAddress local() {
        return sockets.local().getAddress();
    }

    private static boolean isHostOf(@Nullable InetSocketAddress one, InetSocketAddress other) {
        return one != null && one.getAddress().equals(other.getAddress());
    }

    /** Room for the next packet; it is the loop's, and lent until it is sent. */
    ByteBuffer buffer() {
        // SRTP works on arrays; what is sent from a direct buffer is copied once less
        return (protection == null ? loop.sendBuffer() : loop.protectBuffer()).clear();
    }

    /** Sends the RTP packet in {@link #buffer()}, from position to limit; false when it did not go. */
    boolean sendRtp(ByteBuffer packet) {
        PacketProtection srtp = protection;
        InetSocketAddress to = rtpTo;
        return to != null
                && mayGoTo(to)
                && (srtp == null || srtp.protectRtp(packet))
                && send(sockets.rtp(), packet, to);
    }

    boolean canSendRtcp() {
        return rtcpTo != null;
    }

    /** As {@link #sendRtp}, for RTCP. */
    boolean sendRtcp(ByteBuffer packet, boolean muxed) {
        PacketProtection srtp = protection;
        InetSocketAddress to = rtcpTo;
        return to != null
                && mayGoTo(to)
                && (srtp == null || srtp.protectRtcp(packet))
                && send(muxed ? sockets.rtp() : sockets.rtcp(), packet, to);
    }

    /** Counts what goes where nobody has been heard. */
    private boolean mayGoTo(InetSocketAddress to) {
        return trusted
                || isHostOf(rtpHeard, to)
                || isHostOf(rtcpHeard, to)
                || to.getAddress().equals(signaller)
                || unheard++ < MAX_UNHEARD;
    }

    private static boolean send(DatagramChannel channel, ByteBuffer packet, InetSocketAddress to) {
        try {
            return channel.send(packet, to) > 0;
        } catch (IOException e) {
            // UDP: unreachable now may be reachable for the next packet; the counter shows it
            LOG.log(Level.DEBUG, "a packet could not be sent", e);
            return false;
        }
    }

    /** Closes the sockets and forgets the keys. */
    void close() {
        try {
            protect(null, keys -> {
                throw new IllegalStateException("no keys, no SRTP");
            });
        } finally {
            closeSockets();
        }
    }

    private void closeSockets() {
        try {
            sockets.close();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "SSMS-2002 an RTP socket did not close", e);
        }
    }
}
