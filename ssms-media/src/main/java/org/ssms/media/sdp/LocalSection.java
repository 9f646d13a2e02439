package org.ssms.media.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ssms.media.codec.AudioCodec;

/** The audio sections that we write, and what we can read again from one of them. */
final class LocalSection {
    static final String AVP = "RTP/AVP";
    static final String SAVP = "RTP/SAVP";

    private static final int OFFERED_TELEPHONE_EVENT = 101;
    private static final int OFFERED_PTIME = 20;

    private LocalSection() {}

    /** Our answer. */
    static MediaDescription answering(AudioFlow flow, int rtpPort, @Nullable CryptoAttribute ours) {
        List<CryptoAttribute> crypto = ours == null ? List.of() : List.of(ours);
        MediaDescription section = section(
                List.of(flow.codec()),
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
        int telephoneEvent = known == AudioFlow.NO_TELEPHONE_EVENT ? OFFERED_TELEPHONE_EVENT : known;
        return section(
                List.of(AudioCodec.values()), telephoneEvent, OFFERED_PTIME, Direction.SENDRECV, rtpPort, crypto);
    }

    private static MediaDescription section(
            List<AudioCodec> codecs,
            int telephoneEvent,
            int ptime,
            Direction direction,
            int rtpPort,
            List<CryptoAttribute> crypto) {
        List<String> formats = new ArrayList<>();
        List<Attribute> attributes = new ArrayList<>();
        for (AudioCodec codec : codecs) {
            formats.add(Integer.toString(codec.payloadType()));
            attributes.add(new Attribute("rtpmap", codec.payloadType() + " " + codec.name() + "/" + codec.clockRate()));
        }
        if (telephoneEvent != AudioFlow.NO_TELEPHONE_EVENT) {
            formats.add(Integer.toString(telephoneEvent));
            attributes.add(new Attribute("rtpmap", telephoneEvent + " telephone-event/8000"));
            attributes.add(new Attribute("fmtp", telephoneEvent + " 0-15"));
        }
        attributes.add(new Attribute("ptime", Integer.toString(ptime)));
        attributes.add(Attribute.property(direction.attribute()));
        crypto.forEach(line -> attributes.add(line.toAttribute()));
        return new MediaDescription("audio", rtpPort, crypto.isEmpty() ? AVP : SAVP, formats, null, attributes);
    }

    static boolean isLiveAudio(MediaDescription section) {
        return section.type().equals("audio") && section.port() != 0;
    }

    static @Nullable AudioCodec codecOf(@Nullable SessionDescription ours) {
        if (ours == null) {
            return null;
        }
        return ours.media().stream()
                .filter(LocalSection::isLiveAudio)
                .map(section -> section.formats().get(0).equals("8") ? AudioCodec.PCMA : AudioCodec.PCMU)
                .findFirst()
                .orElse(null);
    }

    static int telephoneEventOf(MediaDescription ours) {
        int last = Decimal.parse(ours.formats().get(ours.formats().size() - 1), 127);
        return last > 34 ? last : AudioFlow.NO_TELEPHONE_EVENT;
    }

    /** The crypto lines of a section, ours or theirs, that can be used, in order of preference. */
    static List<CryptoAttribute> cryptoOf(MediaDescription section) {
        return section.values(CryptoAttribute.NAME)
                .map(CryptoAttribute::parse)
                .flatMap(Optional::stream)
                .toList();
    }
}
