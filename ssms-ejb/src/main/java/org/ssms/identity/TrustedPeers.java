package org.ssms.identity;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ssms.base.net.AddressBlock;

/**
 * The trunks: peers whose assertions about callers and diversions we believe (RFC 3324 trust domain). Does not block.
 */
@Singleton
public class TrustedPeers {
    private final List<AddressBlock> addresses;
    private final Set<String> names;

    @Inject
    TrustedPeers(IdentityConfig config) {
        this.addresses = config.trunks().addresses();
        this.names = config.trunks().certificates();
    }

    /**
     * Whether a request comes from a trunk.
     *
     * @param remoteAddress IPv4 or IPv6 literal; an IPv4 address mapped into IPv6 is the IPv4 address
     * @param clientChain the TLS client's certificates, its own first, as the TLS handshake has validated them; empty
     *     without
     */
    public boolean isTrusted(String remoteAddress, List<X509Certificate> clientChain) {
        return isTrustedAddress(remoteAddress) || hasTrustedName(clientChain);
    }

    private boolean isTrustedAddress(String literal) {
        Optional<InetAddress> address =
                AddressBlock.parse(literal.replaceAll("[\\[\\]]|%.*", "")).map(AddressBlock::network);
        return address.isPresent() && addresses.stream().anyMatch(block -> block.contains(address.get()));
    }

    private boolean hasTrustedName(List<X509Certificate> chain) {
        return !names.isEmpty()
                && !chain.isEmpty()
                && CertificateNames.dnsNames(chain.get(0)).stream().anyMatch(names::contains);
    }
}
