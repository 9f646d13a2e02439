package org.ssms.media.sdp;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ssms.media.codec.AudioCodec;
import org.ssms.media.sdp.Negotiation.Agreed;
import org.ssms.media.sdp.Negotiation.Declined;
import org.ssms.media.sdp.Negotiation.Refused;
import org.ssms.media.sdp.drm.DrmAttribute;
import org.ssms.media.sdp.drm.DrmNegotiator;
import org.ssms.media.sdp.drm.MalformedDrmException;

/**
 * Answers the offers of somebody who wants a stored, protected stream: one audio section, sent by us as it is stored,
 * with the DRM systems of {@code a=drm} as docs/drm-attribute.md says it. Nothing is sent without one. One per call.
 * Never makes an offer. Not thread safe.
 */
public final class StreamNegotiator implements Negotiator {
    /** More lines in one description are nobody's. */
    static final int MAX_DRM = 64;

    /** Code of a Warning header with free text (RFC 3261 §20.43). */
    private static final int MISCELLANEOUS = 399;

    private static final int PTIME = 20;
    private static final Refused NO_AUDIO = new Refused(304, "Media type not available");
    private static final Refused TRANSPORT = new Refused(302, "Incompatible transport protocol");
    private static final Refused SDES = new Refused(307, "The key comes with the license, not by a=crypto");
    private static final Refused ADDRESS_IN_OFFER =
            new Refused(MISCELLANEOUS, "a=drm: address and port of an offer are 0");
    private static final Refused NO_DRM = new Refused(MISCELLANEOUS, "a=drm is needed: the stream is protected");
    private static final Refused WEAKER = new Refused(MISCELLANEOUS, "a=drm: the protection does not become weaker");

    private final OwnDescription own;
    private final int rtpPort;
    private final Terms terms;
    private int strength = -1; // of what is agreed
    private @Nullable Duration lastAsked; // by the last offer that was agreed on
    private Duration start = Duration.ZERO; // of what is agreed

    /**
     * What is streamed, and to whom.
     *
     * @param codec of the stored packets, whose payload type is authenticated and so fixed
     * @param length of the whole
     * @param drm the systems that are good enough for it
     * @param declines an offer with none of them is answered with all streams refused, instead of being refused itself
     */
    public record Terms(AudioCodec codec, Duration length, DrmNegotiator drm, boolean declines) {}

    /** As of {@link AudioNegotiator}. */
    public StreamNegotiator(InetAddress local, int rtpPort, long sessionId, Terms terms) {
        this.own = new OwnDescription(local, sessionId);
        this.rtpPort = rtpPort;
        this.terms = terms;
    }

    @Override
    public Negotiation answer(SessionDescription offer, @Nullable SessionDescription previousLocal)
            throws MalformedSdpException {
        DrmLines lines = DrmLines.of(offer);
        if (lines.nameAddress()) {
            return ADDRESS_IN_OFFER;
        }
        AudioSection taken = null;
        @Nullable Refused why = null;
        for (int i = 0; i < offer.media().size() && taken == null; i++) {
            if (LocalSection.isLiveAudio(offer.media().get(i))) {
                AudioSection section = new AudioSection(offer, i);
                Optional<Refused> problem = problem(offer, section, lines);
                taken = problem.isEmpty() ? section : null;
                why = why == null ? problem.orElse(null) : why; // of the first one
            }
        }
        if (taken == null) {
            return why == null ? NO_AUDIO : why;
        }
        return answer(offer, taken, lines, previousLocal);
    }

    private Optional<Refused> problem(SessionDescription offer, AudioSection section, DrmLines lines) {
        MediaDescription offered = offer.media().get(section.index());
        if (lines.of(section.index()).isEmpty()) {
            return Optional.of(NO_DRM);
        }
        if (!LocalSection.isRtp(offered)) {
            return Optional.of(TRANSPORT);
        }
        if (section.isSecure()
                && offered.attributes().stream().anyMatch(a -> a.name().equals(CryptoAttribute.NAME))) {
            return Optional.of(SDES);
        }
        Optional<Refused> address = section.networkProblem(own.local());
        return address.isPresent() || section.carries(terms.codec())
                ? address
                : Optional.of(anotherPayload(offer, section.index()));
    }

    /** With what would have fitted. */
    private Refused anotherPayload(SessionDescription offer, int index) {
        String payload = Integer.toString(terms.codec().payloadType());
        List<MediaDescription> sections = refused(offer, DrmLines.NONE);
        MediaDescription offered = offer.media().get(index);
        sections.set(
                index,
                new MediaDescription(
                        offered.type(),
                        0,
                        offered.protocol(),
                        List.of(payload),
                        null,
                        List.of(rtpmap(), Attribute.property(Direction.SENDONLY.attribute()))));
        String text = "The stream has payload type " + payload + ", " + encoding();
        return new Refused(305, text, own.of(List.of(), sections, null));
    }

    private Negotiation answer(
            SessionDescription offer, AudioSection taken, DrmLines lines, @Nullable SessionDescription previousLocal) {
        int offeredStrength = terms.drm().strength(lines.of(taken.index()));
        if (offeredStrength < 0) {
            SessionDescription declined = own.of(zeros(lines.ofSession()), refused(offer, lines), previousLocal);
            return terms.declines() && previousLocal == null
                    ? new Declined(declined)
                    : new Refused(MISCELLANEOUS, "a=drm: no system in common", declined);
        }
        if (offeredStrength < strength) {
            return WEAKER;
        }
        strength = offeredStrength;
        AudioFlow flow = taken.storedFlow(terms.codec(), PTIME);
        NptRange range = range(offer, taken.index());
        List<MediaDescription> sections = refused(offer, lines);
        sections.set(taken.index(), section(offer.media().get(taken.index()), lines.at(taken.index()), flow, range));
        SessionDescription local = own.of(answers(lines.ofSession()), sections, previousLocal);
        @Nullable
        Duration asked = asked(offer, taken.index()).map(NptRange::from).orElse(null);
        boolean isNew = asked != null && !asked.equals(lastAsked); // else it refreshes, pauses or resumes
        lastAsked = asked;
        start = range.from();
        return new Agreed(local, flow, isNew ? start : null);
    }

    private List<Attribute> answers(List<DrmAttribute> offers) {
        return attributes(terms.drm().answer(offers));
    }

    private static List<Attribute> zeros(List<DrmAttribute> offers) {
        return attributes(offers.stream().map(offer -> DrmAttribute.ZERO).toList());
    }

    private static List<Attribute> attributes(List<DrmAttribute> lines) {
        return lines.stream()
                .map(line -> new Attribute(DrmAttribute.NAME, line.value()))
                .toList();
    }

    /** All sections refused; each offer in them is answered all the same. */
    private static List<MediaDescription> refused(SessionDescription offer, DrmLines lines) {
        List<MediaDescription> sections = new ArrayList<>();
        for (int i = 0; i < offer.media().size(); i++) {
            MediaDescription refused = offer.media().get(i).refused();
            for (Attribute zero : zeros(lines.at(i))) {
                refused = refused.with(zero);
            }
            sections.add(refused);
        }
        return sections;
    }

    private MediaDescription section(MediaDescription offered, List<DrmAttribute> drm, AudioFlow flow, NptRange range) {
        List<Attribute> attributes = new ArrayList<>();
        attributes.add(rtpmap());
        attributes.addAll(answers(drm));
        attributes.add(range.toAttribute());
        if (flow.isMuxed()) {
            attributes.add(Attribute.property("rtcp-mux"));
        }
        attributes.add(Attribute.property(flow.direction().attribute()));
        return new MediaDescription(
                offered.type(),
                rtpPort,
                offered.protocol(),
                List.of(Integer.toString(flow.payloadType())),
                null,
                attributes);
    }

    private Attribute rtpmap() {
        return new Attribute("rtpmap", terms.codec().payloadType() + " " + encoding());
    }

    private String encoding() {
        return terms.codec().name() + "/" + terms.codec().clockRate();
    }

    private static Optional<NptRange> asked(SessionDescription offer, int index) {
        Optional<String> ofSection =
                offer.media().get(index).values(NptRange.NAME).findFirst();
        return ofSection
                .or(() -> offer.attributes().stream()
                        .filter(attribute -> attribute.name().equals(NptRange.NAME))
                        .flatMap(attribute -> Optional.ofNullable(attribute.value()).stream())
                        .findFirst())
                .flatMap(NptRange::parse);
    }

    /** From where it is asked for, but not from behind its end; if it is not, from where it was begun last. */
    private NptRange range(SessionDescription offer, int index) {
        Duration from = asked(offer, index).map(NptRange::from).orElse(start);
        return new NptRange(from.compareTo(terms.length()) > 0 ? terms.length() : from, terms.length());
    }

    @Override
    public boolean mayOffer() {
        return false;
    }

    @Override
    public SessionDescription offer(@Nullable SessionDescription previousLocal) {
        throw new IllegalStateException("who wants a stream makes the offer");
    }

    @Override
    public Negotiation accept(SessionDescription ourOffer, SessionDescription theirAnswer) {
        throw new IllegalStateException("who wants a stream makes the offer");
    }

    /**
     * The {@code a=drm} lines of an offer, as they stand in it.
     *
     * @param ofSession those that hold for all sections without lines of their own
     * @param ofSections in the order of the sections
     */
    private record DrmLines(List<DrmAttribute> ofSession, List<List<DrmAttribute>> ofSections) {
        static final DrmLines NONE = new DrmLines(List.of(), List.of());

        static DrmLines of(SessionDescription offer) throws MalformedSdpException {
            List<DrmAttribute> session = read(offer.attributes());
            int count = session.size();
            List<List<DrmAttribute>> sections = new ArrayList<>();
            for (MediaDescription media : offer.media()) {
                List<DrmAttribute> lines = read(media.attributes());
                count += lines.size();
                sections.add(lines);
            }
            if (count > MAX_DRM) {
                throw new MalformedSdpException("a=drm: more than " + MAX_DRM + " lines");
            }
            return new DrmLines(session, sections);
        }

        private static List<DrmAttribute> read(List<Attribute> attributes) throws MalformedSdpException {
            List<DrmAttribute> lines = new ArrayList<>();
            for (Attribute attribute : attributes) {
                if (attribute.name().equals(DrmAttribute.NAME)) {
                    lines.add(read(attribute));
                }
            }
            return lines;
        }

        private static DrmAttribute read(Attribute attribute) throws MalformedSdpException {
            try {
                return DrmAttribute.parse(attribute.value() == null ? "" : attribute.value());
            } catch (MalformedDrmException e) {
                throw new MalformedSdpException(String.valueOf(e.getMessage()));
            }
        }

        boolean nameAddress() {
            return !ofSession.stream().allMatch(DrmAttribute::hasNoAddress)
                    || !ofSections.stream().flatMap(List::stream).allMatch(DrmAttribute::hasNoAddress);
        }

        /** Those that stand in a section. */
        List<DrmAttribute> at(int section) {
            return section < ofSections.size() ? ofSections.get(section) : List.of();
        }

        /** Those that hold for a section. */
        List<DrmAttribute> of(int section) {
            return at(section).isEmpty() ? ofSession : at(section);
        }
    }
}
