package org.ssms.media.sdp;

import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ssms.media.sdp.Negotiation.Agreed;
import org.ssms.media.sdp.Negotiation.Refused;

/**
 * Offer/answer (RFC 3264) for one voicemail leg: one audio stream of PCMU or PCMA with telephone-events over
 * RTP/AVP(F), or RTP/SAVP(F) with keys by SDES (RFC 4568); every other stream of an offer is refused with port 0. One
 * per call. Keeps the session id of {@code o=}; the version grows by one exactly when the description changes. Not
 * thread safe.
 */
public final class AudioNegotiator implements Negotiator {
    private static final Refused NO_AUDIO = new Refused(304, "Media type not available");
    private static final Refused NOT_THE_ANSWER = new Refused(307, "Session description parameter not understood");

    private final InetAddress local;
    private final OwnDescription own;
    private final int rtpPort;
    private final SrtpPolicy policy;
    private final SdesKeyring keyring;

    /** Describes the RTP socket on that address and port; without SRTP. */
    public AudioNegotiator(InetAddress local, int rtpPort, long sessionId) {
        this(local, rtpPort, sessionId, SrtpPolicy.OFF, new SecureRandom());
    }

    /**
     * Describes the RTP socket on that address and port.
     *
     * @param local the address that the other side shall send to; not the unspecified one
     * @param sessionId unique per call, not negative
     * @param random makes our master keys
     */
    public AudioNegotiator(InetAddress local, int rtpPort, long sessionId, SrtpPolicy policy, SecureRandom random) {
        this.local = local;
        this.own = new OwnDescription(local, sessionId);
        this.rtpPort = rtpPort;
        this.policy = policy;
        this.keyring = new SdesKeyring(random);
    }

    /**
     * Answers an offer. Of the audio sections that can be used the first one with SRTP is taken, otherwise the first
     * one, with the offerer's first codec, or the codec that the call has already.
     */
    @Override
    public Negotiation answer(SessionDescription offer, @Nullable SessionDescription previousLocal) {
        AudioSection taken = null;
        Refused why = null;
        for (int i = 0; i < offer.media().size(); i++) {
            if (LocalSection.isLiveAudio(offer.media().get(i))) {
                AudioSection section = new AudioSection(offer, i);
                Optional<Refused> problem = section.problem(local, policy);
                boolean better = taken == null || (section.isSecure() && !taken.isSecure());
                taken = problem.isEmpty() && better ? section : taken;
                why = why == null ? problem.orElse(null) : why;
            }
        }
        if (taken == null) {
            return why == null ? NO_AUDIO : why;
        }
        return answer(offer, taken, previousLocal);
    }

    private Agreed answer(SessionDescription offer, AudioSection taken, @Nullable SessionDescription previousLocal) {
        CryptoAttribute theirs = taken.isSecure() ? taken.crypto().get(0) : null;
        CryptoAttribute ours = theirs == null ? null : keyring.answerTo(theirs);
        SrtpKeys keys = theirs == null || ours == null ? null : keys(ours, theirs);
        AudioFlow flow = taken.flow(LocalSection.codecOf(previousLocal), keys);
        List<MediaDescription> sections = new ArrayList<>();
        offer.media().forEach(offered -> sections.add(offered.refused()));
        sections.set(taken.index(), LocalSection.answering(offer.media().get(taken.index()), flow, rtpPort, ours));
        return new Agreed(describe(sections, previousLocal), flow);
    }

    private static SrtpKeys keys(CryptoAttribute ours, CryptoAttribute theirs) {
        byte[] local = ours.masterBytes();
        byte[] remote = theirs.masterBytes();
        try {
            return new SrtpKeys(ours.suite(), local, remote, theirs.mkiBytes(), theirs.isRtcpInClear());
        } finally {
            Arrays.fill(local, (byte) 0);
            Arrays.fill(remote, (byte) 0);
        }
    }

    @Override
    public boolean mayOffer() {
        return true;
    }

    /**
     * Makes the offer of a delayed offer/answer: with SRTP when the call has it already or must have it, as an offerer
     * cannot know whether the other side would understand it. In a later one the streams refused before stay refused.
     */
    @Override
    public SessionDescription offer(@Nullable SessionDescription previousLocal) {
        if (previousLocal == null) {
            return describe(List.of(LocalSection.offering(null, rtpPort, offeredCrypto(null))), null);
        }
        List<MediaDescription> sections = new ArrayList<>();
        for (MediaDescription section : previousLocal.media()) {
            sections.add(
                    LocalSection.isLiveAudio(section)
                            ? LocalSection.offering(section, rtpPort, offeredCrypto(section))
                            : section.refused());
        }
        return describe(sections, previousLocal);
    }

    private List<CryptoAttribute> offeredCrypto(@Nullable MediaDescription previous) {
        if (previous != null && LocalSection.isSecure(previous)) {
            return LocalSection.cryptoOf(previous);
        }
        if (policy != SrtpPolicy.REQUIRED) {
            return List.of();
        }
        List<CryptoAttribute> lines = new ArrayList<>();
        for (SrtpSuite suite : SrtpSuite.values()) {
            lines.add(new CryptoAttribute(lines.size() + 1, suite, keyring.fresh()));
        }
        return lines;
    }

    @Override
    public Negotiation accept(SessionDescription ourOffer, SessionDescription theirAnswer) {
        if (theirAnswer.media().size() != ourOffer.media().size()) {
            return NOT_THE_ANSWER;
        }
        for (int i = 0; i < ourOffer.media().size(); i++) {
            MediaDescription offered = ourOffer.media().get(i);
            if (LocalSection.isLiveAudio(offered)) {
                return accept(ourOffer, offered, theirAnswer, i);
            }
        }
        return NO_AUDIO;
    }

    private Negotiation accept(
            SessionDescription ourOffer, MediaDescription offered, SessionDescription theirAnswer, int index) {
        if (!LocalSection.isLiveAudio(theirAnswer.media().get(index))) {
            return NO_AUDIO;
        }
        AudioSection section = new AudioSection(theirAnswer, index);
        SrtpPolicy asOffered = LocalSection.isSecure(offered) ? SrtpPolicy.REQUIRED : SrtpPolicy.OFF;
        Optional<Refused> problem = section.problem(local, asOffered);
        if (problem.isPresent()) {
            return problem.get();
        }
        SrtpKeys keys = null;
        if (section.isSecure()) {
            keys = acceptedKeys(LocalSection.cryptoOf(offered), section.crypto());
            if (keys == null) {
                return NOT_THE_ANSWER;
            }
        }
        AudioFlow theirs = section.flow(null, keys);
        // what they send to us carries the payload types of our offer, RFC 3264 §6.1
        boolean events = theirs.telephoneEventPayloadType() != AudioFlow.NO_TELEPHONE_EVENT;
        int telephoneEvent = events ? LocalSection.telephoneEventOf(offered) : AudioFlow.NO_TELEPHONE_EVENT;
        return new Agreed(ourOffer, theirs.withOurs(telephoneEvent));
    }

    /** Null unless they have answered with one line, one of ours and a key of their own (RFC 4568 §5.1.3). */
    private @Nullable SrtpKeys acceptedKeys(List<CryptoAttribute> offered, List<CryptoAttribute> answered) {
        CryptoAttribute theirs = answered.get(0);
        for (CryptoAttribute ours : offered) {
            boolean chosen = ours.tag() == theirs.tag()
                    && ours.suite() == theirs.suite()
                    && ours.isRtcpInClear() == theirs.isRtcpInClear();
            if (chosen && answered.size() == 1 && !ours.master().equals(theirs.master())) {
                keyring.agreed(ours, theirs);
                return keys(ours, theirs);
            }
        }
        return null;
    }

    private SessionDescription describe(List<MediaDescription> sections, @Nullable SessionDescription previousLocal) {
        return own.of(List.of(), sections, previousLocal);
    }
}
