package org.ssms.config;

import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything an operator may set for the media node. Read once at start by {@link ConfigReader}; a bad value stops the
 * deployment and names its key. The meaning, the unit and the default of each key stand in
 * {@code META-INF/microprofile-config.properties}.
 *
 * @param initialMailboxes user name to mail address
 */
public record SsmsConfig(
        String domain,
        String vmHostPrefix,
        Sip sip,
        Routing routing,
        Location location,
        Registrar registrar,
        Numbering numbering,
        Digest digest,
        Trunks trunks,
        Stir stir,
        Session session,
        Srtp srtp,
        Flood flood,
        Storage storage,
        Rtp rtp,
        Calls calls,
        Recording recording,
        Quota quota,
        Locale greetingLanguage,
        License license,
        Node node,
        Mail mail,
        URI webUrl,
        Map<String, String> initialMailboxes) {

    /**
     * Addresses and callers of the SIP side.
     *
     * @param mailboxHost host or host:port of the mailbox URIs that we hand out
     * @param pilotUsers user parts (lower case) that are the mailbox service and nobody's own
     * @param challengeLocalCallers whether a caller who claims one of our domains must authenticate
     * @param connectors where the SIP container listens; empty when it is left to its own configuration
     */
    public record Sip(
            String mailboxHost, Set<String> pilotUsers, boolean challengeLocalCallers, List<Connector> connectors) {}

    /**
     * A listening point of the SIP container.
     *
     * @param transport udp, tcp, tls, ws or wss
     * @param address numeric, an IPv6 address without its brackets
     */
    public record Connector(String transport, String address, int port) {}

    /** What is done with a call to a subscriber: tell the caller where to go, or take the call there. */
    public enum RoutingMode {
        REDIRECT,
        PROXY
    }

    /** Who may know where a subscriber's phones are. */
    public enum ShowContacts {
        /** Trunks, and subscribers who authenticated. */
        TRUSTED,
        ALL
    }

    /**
     * Where calls go.
     *
     * @param mode of {@code ssms.domain} and of addresses of ours
     * @param domains further domains (lower case), each with its own mode; may name {@code ssms.domain}, too
     * @param showContacts to whom a redirection says where the phones are; everybody else's calls are proxied there
     */
    public record Routing(RoutingMode mode, Map<String, RoutingMode> domains, ShowContacts showContacts) {
        /** The mode of a domain in whatever case. */
        public RoutingMode modeOf(String domain) {
            return domains.getOrDefault(domain.toLowerCase(Locale.ROOT), mode);
        }
    }

    /**
     * The external location server.
     *
     * @param url its base, null when our own database is asked
     * @param serviceKeyFile the secret both sides share; without the file nobody outside is answered
     */
    public record Location(@Nullable URI url, Path serviceKeyFile, Duration timeout) {}

    /** How long a binding may be asked for, and how many a subscriber may have. */
    public record Registrar(Duration minExpires, Duration maxExpires, int maxBindings) {}

    /**
     * The number plan.
     *
     * @param countryCode digits without prefix; empty when national numbers are not understood
     * @param nationalPrefix digits dialled before a national number; may be empty
     * @param internationalPrefix digits dialled before a country code; may be empty
     * @param initial numbers and aliases made at start: the number or alias to its user
     */
    public record Numbering(
            String countryCode, String nationalPrefix, String internationalPrefix, Map<String, String> initial) {}

    /**
     * The authentication of subscribers by SIP digest (RFC 8760).
     *
     * @param algorithms in order of preference: SHA-512-256, SHA-256, MD5
     * @param secretKeystore PKCS #12 with the AES key (alias {@value #ALIAS}) that seals the phone passwords
     * @param accountsFile lines {@code user=password} that are taken over at start and deleted; need not exist
     */
    public record Digest(
            List<String> algorithms,
            Duration nonceLifetime,
            Path secretKeystore,
            Path secretKeystorePasswordFile,
            Path accountsFile) {
        public static final String ALIAS = "sip";
    }

    /**
     * The peers whose word about a caller is taken.
     *
     * @param certificates DNS names (lower case) of TLS client certificates
     */
    public record Trunks(List<AddressBlock> addresses, Set<String> certificates) {}

    /**
     * The verification of signed caller identities (RFC 8224).
     *
     * @param truststore PKCS #12 with the roots; null: nothing is verified
     * @param truststorePasswordFile not null when there is a trust store
     * @param x5uHosts host or host:port (lower case) from which certificates may be fetched
     * @param maxAge of a PASSporT
     */
    public record Stir(
            @Nullable Path truststore,
            @Nullable Path truststorePasswordFile,
            Set<String> x5uHosts,
            Duration maxAge,
            Duration fetchTimeout) {}

    /** Session timers (RFC 4028): what we offer and what we insist on. */
    public record Session(Duration expires, Duration min) {}

    /** Whether media may, must or cannot be encrypted (RFC 4568). */
    public enum Srtp {
        OPTIONAL,
        REQUIRED,
        OFF
    }

    /**
     * The token bucket of each source address.
     *
     * @param rate requests in a second
     * @param burst requests at once
     * @param sources addresses that are remembered
     */
    public record Flood(int rate, int burst, int sources) {}

    /**
     * Where the protected files are.
     *
     * @param minFree bytes that must be free for a call to be taken
     */
    public record Storage(Path directory, long minFree) {}

    /**
     * What is too much in an hour.
     *
     * @param messagesPerSource messages of one caller into all mailboxes
     * @param messagesPerUserAndSource messages of one caller into one mailbox
     * @param mailsPerUser notifications of one mailbox
     */
    public record Quota(int messagesPerSource, int messagesPerUserAndSource, int mailsPerUser) {}

    /**
     * The media ports.
     *
     * @param bind real addresses of this host, one or one of each family
     * @param loops number of media loops, at least 1
     */
    public record Rtp(List<InetAddress> bind, int portMin, int portMax, int loops) {}

    /**
     * What the node takes on.
     *
     * @param max calls at once
     * @param retryAfter what a refused caller is told to wait
     * @param maxPerUser calls at once into one mailbox
     * @param maxHalfOpen calls of strangers at once whose ACK is not there yet
     * @param sourceShare how much of each of these one source may have, in percent
     * @param maxLoad lateness of the media loops above which no call is taken
     */
    public record Calls(
            int max, Duration retryAfter, int maxPerUser, int maxHalfOpen, int sourceShare, Duration maxLoad) {
        /** What one source may have of {@code whole}, at least 1. */
        public int shareOf(int whole) {
            return (int) Math.max(1, (long) whole * sourceShare / 100);
        }
    }

    /**
     * When a recording begins and ends.
     *
     * @param max longest message
     * @param silence silence that ends the message
     * @param firstMedia how long the server waits for the first media of the caller
     */
    public record Recording(Duration max, Duration silence, Duration firstMedia) {}

    /**
     * The way to the license server.
     *
     * @param serviceKeyFile holds the secret by which this node proves itself
     * @param timeout of one request
     */
    public record License(URI url, Path serviceKeyFile, Duration timeout) {}

    /** Where the key lies with which this node signs manifests (PKCS #12, alias {@value #ALIAS}). */
    public record Node(Path keystore, Path keystorePasswordFile) {
        public static final String ALIAS = "node";
    }

    /** The notification by e-mail. */
    public record Mail(boolean enabled, String from) {}
}
