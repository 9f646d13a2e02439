package org.ssms.media.sdp;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ssms.media.codec.AudioCodec;
import org.ssms.media.sdp.Negotiation.Agreed;
import org.ssms.media.sdp.Negotiation.Refused;

/**
 * Offer/answer (RFC 3264) for one voicemail leg: one audio stream of PCMU or PCMA with telephone-events over RTP/AVP; every
 * other stream of an offer is refused with port 0. Immutable, one per call. Keeps the session id of {@code o=}; the
 * version grows by one exactly when the description changes.
 */
public final class AudioNegotiator {
    private static final Refused NO_AUDIO = new Refused(304, "Media type not available");
    private static final Refused NOT_THE_ANSWER = new Refused(307, "Session description parameter not understood");
    private static final int OFFERED_TELEPHONE_EVENT = 101;
    private static final int OFFERED_PTIME = 20;
    private static final String FIRST_VERSION = "1";

    private final InetAddress local;
    private final int rtpPort;
    private final long sessionId;

    /**
     * Describes the RTP socket on that address and port.
     *
     * @param local the address that the other side shall send to; not the unspecified one
     * @param sessionId unique per call, not negative
     */
    public AudioNegotiator(InetAddress local, int rtpPort, long sessionId) {
        if (local.isAnyLocalAddress() || sessionId < 0) {
            throw new IllegalArgumentException("needs a real address and a session id that is not negative");
        }
        this.local = local;
        this.rtpPort = rtpPort;
        this.sessionId = sessionId;
    }

    /**
     * Answers an offer. The first audio section that can be used is taken, with the offerer's first codec, or the codec
     * that the call has already.
     *
     * @param previousLocal what we last sent in this call, or null
     */
    public Negotiation answer(SessionDescription offer, @Nullable SessionDescription previousLocal) {
        List<MediaDescription> sections = new ArrayList<>();
        AudioFlow flow = null;
        Refused why = null;
        for (MediaDescription offered : offer.media()) {
            boolean candidate = flow == null && isLiveAudio(offered);
            AudioSection section = candidate ? new AudioSection(offer, offered) : null;
            Optional<Refused> problem = section == null ? Optional.empty() : section.problem(local);
            if (section != null && problem.isEmpty()) {
                flow = section.flow(codecOf(previousLocal));
                sections.add(section(flow));
            } else {
                sections.add(offered.refused());
                why = why == null ? problem.orElse(null) : why;
            }
        }
        if (flow == null) {
            return why == null ? NO_AUDIO : why;
        }
        return new Agreed(describe(sections, previousLocal), flow);
    }

    /**
     * Makes the offer of a delayed offer/answer. In a later one the streams refused before stay refused.
     *
     * @param previousLocal what we last sent in this call, or null
     */
    public SessionDescription offer(@Nullable SessionDescription previousLocal) {
        if (previousLocal == null) {
            return describe(List.of(offeredSection(OFFERED_TELEPHONE_EVENT)), null);
        }
        List<MediaDescription> sections = new ArrayList<>();
        for (MediaDescription section : previousLocal.media()) {
            int known = telephoneEventOf(section);
            int telephoneEvent = known == AudioFlow.NO_TELEPHONE_EVENT ? OFFERED_TELEPHONE_EVENT : known;
            sections.add(isLiveAudio(section) ? offeredSection(telephoneEvent) : section.refused());
        }
        return describe(sections, previousLocal);
    }

    /** Reads the answer to an offer of ours. */
    public Negotiation accept(SessionDescription ourOffer, SessionDescription theirAnswer) {
        if (theirAnswer.media().size() != ourOffer.media().size()) {
            return NOT_THE_ANSWER;
        }
        for (int i = 0; i < ourOffer.media().size(); i++) {
            MediaDescription offered = ourOffer.media().get(i);
            if (isLiveAudio(offered)) {
                return accept(
                        ourOffer, offered, theirAnswer, theirAnswer.media().get(i));
            }
        }
        return NO_AUDIO;
    }

    private Negotiation accept(
            SessionDescription ourOffer,
            MediaDescription offered,
            SessionDescription theirAnswer,
            MediaDescription answered) {
        if (!isLiveAudio(answered)) {
            return NO_AUDIO;
        }
        AudioSection section = new AudioSection(theirAnswer, answered);
        Optional<Refused> problem = section.problem(local);
        if (problem.isPresent()) {
            return problem.get();
        }
        AudioFlow theirs = section.flow(null);
        // what they send to us carries the payload types of our offer, RFC 3264 §6.1
        boolean events = theirs.telephoneEventPayloadType() != AudioFlow.NO_TELEPHONE_EVENT;
        int telephoneEvent = events ? telephoneEventOf(offered) : AudioFlow.NO_TELEPHONE_EVENT;
        AudioFlow flow = new AudioFlow(
                theirs.codec(), telephoneEvent, theirs.remote(), theirs.direction(), theirs.ptimeMillis());
        return new Agreed(ourOffer, flow);
    }

    private static boolean isLiveAudio(MediaDescription section) {
        return section.type().equals("audio") && section.port() != 0;
    }

    private static @Nullable AudioCodec codecOf(@Nullable SessionDescription previousLocal) {
        if (previousLocal == null) {
            return null;
        }
        return previousLocal.media().stream()
                .filter(AudioNegotiator::isLiveAudio)
                .map(section -> section.formats().get(0).equals("8") ? AudioCodec.PCMA : AudioCodec.PCMU)
                .findFirst()
                .orElse(null);
    }

    private static int telephoneEventOf(MediaDescription ours) {
        int last = Decimal.parse(ours.formats().get(ours.formats().size() - 1), 127);
        return last > 34 ? last : AudioFlow.NO_TELEPHONE_EVENT;
    }

    private MediaDescription section(AudioFlow flow) {
        return section(List.of(flow.codec()), flow.telephoneEventPayloadType(), flow.ptimeMillis(), flow.direction());
    }

    private MediaDescription offeredSection(int telephoneEvent) {
        return section(List.of(AudioCodec.values()), telephoneEvent, OFFERED_PTIME, Direction.SENDRECV);
    }

    private MediaDescription section(List<AudioCodec> codecs, int telephoneEvent, int ptime, Direction direction) {
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
        return new MediaDescription("audio", rtpPort, "RTP/AVP", formats, null, attributes);
    }

    private SessionDescription describe(List<MediaDescription> sections, @Nullable SessionDescription previousLocal) {
        String version =
                previousLocal == null ? FIRST_VERSION : previousLocal.origin().sessionVersion();
        Connection address = Connection.of(local);
        Origin origin = new Origin("-", Long.toString(sessionId), version, address);
        SessionDescription description = new SessionDescription(origin, "-", address, List.of(), sections);
        if (previousLocal == null || description.equals(previousLocal)) {
            return description;
        }
        return description.withVersion(Long.toString(Long.parseLong(version) + 1));
    }
}
