package org.ssms.sip.container.stack;

import gov.nist.javax.sip.stack.HopImpl;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.Set;
import javax.sip.address.Hop;
import javax.sip.address.SipURI;
import javax.sip.address.URI;
import org.jspecify.annotations.Nullable;
import org.mobicents.ext.javax.sip.dns.DNSLookupPerformer;
import org.mobicents.ext.javax.sip.dns.DNSServerLocator;
import org.xbill.DNS.NAPTRRecord;
import org.xbill.DNS.Record;

/**
 * Where to send a request, taken from the URI as it is written: host, port and transport with their defaults
 * (RFC 3263 §4 without the NAPTR and SRV steps). It asks no DNS server; the stack resolves the host name in the JDK.
 */
final class HopLocator implements DNSServerLocator, DNSLookupPerformer {
    private static final int SIP_PORT = 5060;
    private static final int SIPS_PORT = 5061;

    @Override
    public Queue<Hop> locateHops(URI uri) {
        SipURI target = getSipURI(uri);
        if (target == null) {
            return new ArrayDeque<>();
        }
        Hop flow = FlowParameter.hop(target);
        if (flow != null) {
            return new ArrayDeque<>(List.of(flow));
        }
        String host = target.getMAddrParam() == null ? target.getHost() : target.getMAddrParam();
        String byScheme = target.isSecure() ? "tls" : "udp";
        String transport = target.getTransportParam() == null ? byScheme : target.getTransportParam();
        return hop(host, target.getPort(), transport);
    }

    @Override
    public Queue<Hop> resolveHostByAandAAAALookup(String host, int port, String transport) {
        return hop(host, port, transport);
    }

    @Override
    public Queue<Hop> locateHopsForNonNumericAddressWithPort(String host, int port, String transport) {
        return hop(host, port, transport);
    }

    private static Queue<Hop> hop(String host, int port, @Nullable String transport) {
        String token = transport == null ? "udp" : transport.toLowerCase(Locale.ROOT);
        int defaultPort = token.equals("tls") ? SIPS_PORT : SIP_PORT;
        Queue<Hop> hops = new ArrayDeque<>();
        hops.add(new HopImpl(host, port > 0 ? port : defaultPort, token));
        return hops;
    }

    @Override
    public @Nullable SipURI getSipURI(URI uri) {
        return uri instanceof SipURI sip ? sip : null;
    }

    @Override
    public DNSLookupPerformer getDnsLookupPerformer() {
        return this;
    }

    @Override
    public void setDnsLookupPerformer(DNSLookupPerformer performer) {}

    @Override
    public List<Record> performSRVLookup(String name) {
        return List.of();
    }

    @Override
    public List<NAPTRRecord> performNAPTRLookup(String domain, boolean secure, Set<String> transports) {
        return List.of();
    }

    @Override
    public void setDNSTimeout(int seconds) {}

    @Override
    public int getDNSTimeout() {
        return 1;
    }

    @Override
    public void addLocalHostName(String name) {}

    @Override
    public void removeLocalHostName(String name) {}

    @Override
    public void mapLocalHostNameToIP(String name, Set<String> addresses) {}

    @Override
    public void unmapLocalHostNameToIP(String name) {}

    @Override
    public void addSupportedTransport(String transport) {}

    @Override
    public void removeSupportedTransport(String transport) {}
}
