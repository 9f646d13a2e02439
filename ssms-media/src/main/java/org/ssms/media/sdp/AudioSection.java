package org.ssms.media.sdp;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;
import org.ssms.media.codec.AudioCodec;
import org.ssms.media.sdp.Negotiation.Refused;

/** One audio section of the other side, read as the flow that it makes possible. */
final class AudioSection {
    private static final int DEFAULT_PTIME = 20;
    private static final int MIN_PTIME = 10;
    private static final int MAX_PTIME = 60;

    /** RFC 3551 §6. */
    private static final int FIRST_DYNAMIC = 96;

    /** In the clock of the codecs, as RFC 4733 §2.1 wants it. */
    private static final String TELEPHONE_EVENT = "TELEPHONE-EVENT/8000";

    private static final Refused NETWORK = new Refused(300, "Incompatible network protocol");
    private static final Refused ADDRESS = new Refused(301, "Incompatible network address formats");
    private static final Refused TRANSPORT = new Refused(302, "Incompatible transport protocol");
    private static final Refused FORMAT = new Refused(305, "Incompatible media format");
    private static final Refused CRYPTO = new Refused(307, "No usable crypto attribute");
    private static final Refused MULTICAST = new Refused(330, "Multicast not available");

    private final SessionDescription session;
    private final int index;
    private final MediaDescription media;
    private final Map<String, String> encodings = new HashMap<>();

    AudioSection(SessionDescription session, int index) {
        this.session = session;
        this.index = index;
        media = session.media().get(index);
        media.values("rtpmap").forEach(this::addEncoding);
    }

    private void addEncoding(String rtpmap) {
        int space = rtpmap.indexOf(' ');
        if (space > 0) {
            String encoding = rtpmap.substring(space + 1).strip().toUpperCase(Locale.ROOT);
            encodings.putIfAbsent(rtpmap.substring(0, space), encoding);
        }
    }

    /** Its place among the sections of its description. */
    int index() {
        return index;
    }

    boolean isSecure() {
        return LocalSection.isSecure(media);
    }

    /** The crypto lines that can be used; not empty in a secure section without {@link #problem}. */
    List<CryptoAttribute> crypto() {
        return LocalSection.cryptoOf(media);
    }

    /** Why this section cannot be used from a socket on {@code local}; empty when it can. */
    Optional<Refused> problem(InetAddress local, SrtpPolicy policy) {
        if (!LocalSection.isRtp(media) || policy == (isSecure() ? SrtpPolicy.OFF : SrtpPolicy.REQUIRED)) {
            return Optional.of(TRANSPORT);
        }
        if (isSecure() && crypto().isEmpty()) {
            return Optional.of(CRYPTO);
        }
        Refused wrongAddress = addressProblem(local);
        if (wrongAddress != null) {
            return Optional.of(wrongAddress);
        }
        return codec(null).isEmpty() ? Optional.of(FORMAT) : Optional.empty();
    }

    /** Why nothing can be sent to its address; empty when something can. */
    Optional<Refused> networkProblem(InetAddress local) {
        return Optional.ofNullable(addressProblem(local));
    }

    /** Whether that codec is there under its static payload type. */
    boolean carries(AudioCodec codec) {
        String format = Integer.toString(codec.payloadType());
        return media.formats().contains(format) && isOf(codec, format, codec.payloadType());
    }

    /**
     * What we send of something stored, in a section that {@link #carries} its codec: nothing that comes is asked for.
     * In a secure one there is no RTCP, as we have no key to protect it with.
     */
    AudioFlow storedFlow(AudioCodec codec, int ptimeMillis) {
        InetSocketAddress remote = remote();
        boolean sends = direction().receives() && !remote.getAddress().isAnyLocalAddress();
        return new AudioFlow(
                codec,
                codec.payloadType(),
                AudioFlow.NO_TELEPHONE_EVENT,
                remote,
                isSecure() ? null : rtcp(remote),
                Direction.of(sends, false),
                ptimeMillis,
                null);
    }

    private InetSocketAddress remote() {
        Connection connection = connection();
        if (connection == null) {
            throw new IllegalStateException("section has a problem");
        }
        return new InetSocketAddress(
                AddressLiteral.parse(withoutTtl(connection)).orElseThrow(), media.port());
    }

    private @Nullable Refused addressProblem(InetAddress local) {
        Connection connection = connection();
        if (connection == null) {
            return ADDRESS;
        }
        if (!connection.networkType().equals("IN")) {
            return NETWORK;
        }
        InetAddress remote = AddressLiteral.parse(withoutTtl(connection)).orElse(null);
        if (remote == null || remote.getClass() != local.getClass()) {
            return ADDRESS;
        }
        if (remote.isMulticastAddress()) {
            return MULTICAST;
        }
        boolean usable = remote.isAnyLocalAddress() || PeerAddress.isHost(remote, local);
        return usable ? null : ADDRESS;
    }

    private @Nullable Connection connection() {
        return media.connection() == null ? session.connection() : media.connection();
    }

    private static Connection withoutTtl(Connection connection) {
        int slash = connection.address().indexOf('/');
        return slash < 0
                ? connection
                : new Connection(
                        connection.networkType(),
                        connection.addressType(),
                        connection.address().substring(0, slash));
    }

    /**
     * The flow of a section without {@link #problem}.
     *
     * @param preferred codec to stay with when it is still there, or null for the other side's first choice
     */
    AudioFlow flow(@Nullable AudioCodec preferred, @Nullable SrtpKeys keys) {
        InetSocketAddress remote = remote();
        Direction ours = direction().reversed();
        if (remote.getAddress().isAnyLocalAddress()) {
            ours = Direction.of(false, ours.receives()); // hold as RFC 2543 did it, RFC 3264 §8.4
        }
        Format format = codec(preferred).orElseThrow();
        return new AudioFlow(
                format.codec, format.payloadType, telephoneEvent(), remote, rtcp(remote), ours, ptime(), keys);
    }

    /** RFC 5761 §5.1.1, RFC 3605; what does not name a port on an address of that family is read over. */
    private InetSocketAddress rtcp(InetSocketAddress remote) {
        if (media.attributes().contains(Attribute.property("rtcp-mux"))) {
            return remote;
        }
        StringTokenizer rtcp =
                new StringTokenizer(media.values("rtcp").findFirst().orElse(""), " ");
        int port = rtcp.hasMoreTokens() ? Decimal.parse(rtcp.nextToken(), 0xffff) : 0;
        if (port <= 0) {
            return AudioFlow.nextPort(remote);
        }
        if (rtcp.countTokens() != 3) {
            return new InetSocketAddress(remote.getAddress(), port);
        }
        Connection connection = new Connection(rtcp.nextToken(), rtcp.nextToken(), rtcp.nextToken());
        InetAddress address = AddressLiteral.parse(connection).orElse(remote.getAddress());
        boolean same = AddressFamily.of(address) == AddressFamily.of(remote.getAddress());
        return new InetSocketAddress(same ? address : remote.getAddress(), port);
    }

    private record Format(AudioCodec codec, int payloadType) {}

    private Optional<Format> codec(@Nullable AudioCodec preferred) {
        Format first = null;
        for (String format : media.formats()) {
            for (AudioCodec codec : AudioCodec.values()) {
                int payloadType = Decimal.parse(format, 127);
                if (payloadType != Decimal.INVALID && isOf(codec, format, payloadType)) {
                    Format found = new Format(codec, payloadType);
                    if (preferred == null || codec == preferred) {
                        return Optional.of(found);
                    }
                    first = first == null ? found : first;
                }
            }
        }
        return Optional.ofNullable(first);
    }

    /**
     * A static payload type needs no rtpmap and may have one that says the same; a dynamic one is what its rtpmap says.
     */
    private boolean isOf(AudioCodec codec, String format, int payloadType) {
        String standard = codec.name() + "/" + codec.clockRate();
        boolean dynamic = payloadType >= FIRST_DYNAMIC;
        String encoding = encodings.getOrDefault(format, dynamic ? "" : standard);
        return (dynamic || payloadType == codec.payloadType())
                && (encoding.equals(standard) || encoding.equals(standard + "/1"));
    }

    private int telephoneEvent() {
        for (String format : media.formats()) {
            int payloadType = Decimal.parse(format, 127);
            String encoding = encodings.getOrDefault(format, "");
            boolean ours = encoding.equals(TELEPHONE_EVENT) || encoding.equals(TELEPHONE_EVENT + "/1");
            if (payloadType > 34 && ours) {
                return payloadType;
            }
        }
        return AudioFlow.NO_TELEPHONE_EVENT;
    }

    private Direction direction() {
        return direction(media.attributes())
                .or(() -> direction(session.attributes()))
                .orElse(Direction.SENDRECV);
    }

    private static Optional<Direction> direction(Iterable<Attribute> attributes) {
        for (Attribute attribute : attributes) {
            Optional<Direction> direction = Direction.fromAttribute(attribute.name());
            if (direction.isPresent()) {
                return direction;
            }
        }
        return Optional.empty();
    }

    private int ptime() {
        int wanted = number("ptime", DEFAULT_PTIME);
        int most = number("maxptime", MAX_PTIME);
        return Math.max(MIN_PTIME, Math.min(wanted, Math.min(most, MAX_PTIME)));
    }

    private int number(String attribute, int otherwise) {
        int value = media.values(attribute)
                .findFirst()
                .map(v -> Decimal.parse(v.strip(), 1000))
                .orElse(0);
        return value > 0 ? value : otherwise;
    }
}
