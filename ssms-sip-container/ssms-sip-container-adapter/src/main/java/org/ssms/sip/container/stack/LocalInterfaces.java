package org.ssms.sip.container.stack;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import javax.sip.address.SipURI;
import javax.sip.message.Message;
import org.jspecify.annotations.Nullable;
import org.mobicents.servlet.sip.core.MobicentsExtendedListeningPoint;
import org.mobicents.servlet.sip.core.SipNetworkInterfaceManager;

/**
 * Chooses the connector for a message: where the request came in, or one of the address family of the peer. Upstream
 * takes the first one of the transport, so that a caller over IPv6 would be told an IPv4 address.
 */
public final class LocalInterfaces implements SipNetworkInterfaceManager {
    /** Address of this server, or of the peer, for what this thread is doing now. */
    private static final ThreadLocal<@Nullable String> NEAR = new ThreadLocal<>();

    private final SipNetworkInterfaceManager all;

    LocalInterfaces(SipNetworkInterfaceManager all) {
        this.all = all;
    }

    /** Work that chooses a connector. */
    @FunctionalInterface
    public interface Work<E extends Exception> {
        void run() throws E;
    }

    /**
     * Does {@code work} with a preference.
     *
     * @param address numeric, with or without brackets; a name is no preference
     */
    public static <E extends Exception> void near(@Nullable String address, Work<E> work) throws E {
        String before = NEAR.get();
        NEAR.set(address);
        try {
            work.run();
        } finally {
            if (before == null) {
                NEAR.remove();
            } else {
                NEAR.set(before);
            }
        }
    }

    @Override
    public MobicentsExtendedListeningPoint findMatchingListeningPoint(String transport, boolean strict) {
        String near = NEAR.get();
        MobicentsExtendedListeningPoint ofFamily = null;
        Iterator<MobicentsExtendedListeningPoint> points = all.getExtendedListeningPoints();
        while (near != null && points.hasNext()) {
            MobicentsExtendedListeningPoint point = points.next();
            String address = point.getSipConnector().getIpAddress();
            if (!point.getTransport().equalsIgnoreCase(transport) || isIpv6(address) != isIpv6(near)) {
                continue;
            }
            if (canonical(address).equals(canonical(near))) {
                return point;
            }
            ofFamily = ofFamily == null ? point : ofFamily;
        }
        return ofFamily == null ? all.findMatchingListeningPoint(transport, strict) : ofFamily;
    }

    /**
     * A host as its equals are written (RFC 3261 §19.1.4): a name in lower case and without the dot of an absolute one,
     * an IPv6 address in full and without brackets. Nothing is looked up.
     */
    static String canonical(String host) {
        try {
            String name = host.toLowerCase(Locale.ROOT);
            return isIpv6(host)
                    ? InetAddress.getByName(host).getHostAddress()
                    : name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        } catch (UnknownHostException malformed) {
            return host;
        }
    }

    private static boolean isIpv6(String address) {
        return address.indexOf(':') >= 0;
    }

    @Override
    public MobicentsExtendedListeningPoint findMatchingListeningPoint(SipURI outboundInterface, boolean strict) {
        return all.findMatchingListeningPoint(outboundInterface, strict);
    }

    @Override
    public MobicentsExtendedListeningPoint findMatchingListeningPoint(String address, int port, String transport) {
        return all.findMatchingListeningPoint(address, port, transport);
    }

    @Override
    public Iterator<MobicentsExtendedListeningPoint> getExtendedListeningPoints() {
        return all.getExtendedListeningPoints();
    }

    @Override
    public List<javax.servlet.sip.SipURI> getOutboundInterfaces() {
        return all.getOutboundInterfaces();
    }

    @Override
    public void addExtendedListeningPoint(MobicentsExtendedListeningPoint point) {
        all.addExtendedListeningPoint(point);
    }

    @Override
    public void removeExtendedListeningPoint(MobicentsExtendedListeningPoint point) {
        all.removeExtendedListeningPoint(point);
    }

    @Override
    public boolean findUsePublicAddress(Message message) {
        return all.findUsePublicAddress(message);
    }
}
