package org.ssms.media.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.ssms.media.codec.AudioCodec;

/** The audio sections that we write, and what we can read again from one of them. */
final class LocalSection {
    private static final String AVP = "RTP/AVP";
    private static final String SAVP = "RTP/SAVP";
    /** With feedback (RFC 4585, RFC 5124), of which we ask for none: the packets are the same. */
    private static final Set<String> PROFILES = Set.of(AVP, "RTP/AVPF");

    private static final Set<String> SECURE_PROFILES = Set.of(SAVP, "RTP/SAVPF");

    private static final String TELEPHONE_EVENT = " telephone-event/8000";
    private static final List<Integer> OFFERED_TELEPHONE_EVENT = List.of(101, 100);
    private static final int OFFERED_PTIME = 20;

    private LocalSection() {}

    /** RTP as we speak it, in the clear or encrypted. */
    static boolean isRtp(MediaDescription section) {
        return isSecure(section) || PROFILES.contains(section.protocol().toUpperCase(Locale.ROOT));
    }

    static boolean isSecure(MediaDescription section) {
        return SECURE_PROFILES.contains(section.protocol().toUpperCase(Locale.ROOT));
    }

    /** Our answer. */
    static MediaDescription answering(
            MediaDescription offered, AudioFlow flow, int rtpPort, @Nullable CryptoAttribute ours) {
        List<CryptoAttribute> crypto = ours == null ? List.of() : List.of(ours);
        MediaDescription section = section(
                offered.protocol(),
                Map.of(flow.payloadType(), flow.codec()),
                flow.telephoneEventPayloadType(),
                flow.ptimeMillis(),
                flow.direction(),
                rtpPort,
                crypto);
        return flow.isMuxed() ? section.with(Attribute.property("rtcp-mux")) : section;
    }

    /**
     * Our offer.
     *
     * @param previous section that it replaces, or null
     * @param crypto lines to offer; without any it is RTP/AVP
     */
    static MediaDescription offering(@Nullable MediaDescription previous, int rtpPort, List<CryptoAttribute> crypto) {
        int known = previous == null ? AudioFlow.NO_TELEPHONE_EVENT : telephoneEventOf(previous);
        int telephoneEvent = known == AudioFlow.NO_TELEPHONE_EVENT ? freeTelephoneEvent(previous) : known;
        String profile = crypto.isEmpty() ? AVP : SAVP;
        Map<Integer, AudioCodec> codecs = new TreeMap<>();
        for (AudioCodec codec : AudioCodec.values()) {
            codecs.put(codec.payloadType(), codec);
        }
        return section(
                previous == null ? profile : previous.protocol(),
                codecs,
                telephoneEvent,
                OFFERED_PTIME,
                Direction.SENDRECV,
                rtpPort,
                crypto);
    }

    /** A dynamic payload type keeps its meaning in a call (RFC 3264 §8.3.2): one may be a codec already. */
    private static int freeTelephoneEvent(@Nullable MediaDescription previous) {
        List<String> taken = previous == null ? List.of() : previous.formats();
        return OFFERED_TELEPHONE_EVENT.stream()
                .filter(payloadType -> !taken.contains(Integer.toString(payloadType)))
                .findFirst()
                .orElseThrow();
    }

    private static MediaDescription section(
            String profile,
            Map<Integer, AudioCodec> codecs,
            int telephoneEvent,
            int ptime,
            Direction direction,
            int rtpPort,
            List<CryptoAttribute> crypto) {
        List<String> formats = new ArrayList<>();
        List<Attribute> attributes = new ArrayList<>();
        codecs.forEach((payloadType, codec) -> {
            formats.add(Integer.toString(payloadType));
            attributes.add(new Attribute("rtpmap", payloadType + " " + codec.name() + "/" + codec.clockRate()));
        });
        if (telephoneEvent != AudioFlow.NO_TELEPHONE_EVENT) {
            formats.add(Integer.toString(telephoneEvent));
            attributes.add(new Attribute("rtpmap", telephoneEvent + TELEPHONE_EVENT));
            attributes.add(new Attribute("fmtp", telephoneEvent + " 0-15"));
        }
        attributes.add(new Attribute("ptime", Integer.toString(ptime)));
        attributes.add(Attribute.property(direction.attribute()));
        crypto.forEach(line -> attributes.add(line.toAttribute()));
        return new MediaDescription("audio", rtpPort, profile, formats, null, attributes);
    }

    static boolean isLiveAudio(MediaDescription section) {
        return section.type().equalsIgnoreCase("audio") && section.port() != 0;
    }

    static @Nullable AudioCodec codecOf(@Nullable SessionDescription ours) {
        if (ours == null) {
            return null;
        }
        return ours.media().stream()
                .filter(LocalSection::isLiveAudio)
                .map(section -> isFirst(section, AudioCodec.PCMA) ? AudioCodec.PCMA : AudioCodec.PCMU)
                .findFirst()
                .orElse(null);
    }

    private static boolean isFirst(MediaDescription ours, AudioCodec codec) {
        String rtpmap = ours.formats().get(0) + " " + codec.name() + "/" + codec.clockRate();
        return ours.values("rtpmap").anyMatch(rtpmap::equals);
    }

    static int telephoneEventOf(MediaDescription ours) {
        return ours.values("rtpmap")
                .filter(rtpmap -> rtpmap.endsWith(TELEPHONE_EVENT))
                .map(rtpmap -> Decimal.parse(rtpmap.substring(0, rtpmap.indexOf(' ')), 127))
                .findFirst()
                .orElse(AudioFlow.NO_TELEPHONE_EVENT);
    }

    /** The crypto lines of a section, ours or theirs, that can be used, in order of preference. */
    static List<CryptoAttribute> cryptoOf(MediaDescription section) {
        return section.values(CryptoAttribute.NAME)
                .map(CryptoAttribute::parse)
                .flatMap(Optional::stream)
                .toList();
    }
}
