package org.ssms.player.caller;

import org.ssms.media.codec.AudioCodec;

/** Whom to call, as whom and how.
 *  @param uri Request-URI and To, for example {@code sip:alice@vm.localhost}
 *  @param caller user part of the From address
 *  @param display name in front of it, may be empty; without control characters
 *  @param codec the one that is offered
 *  @param impairment faults of the network between the two
 *  @param delayedOffer the INVITE carries no description and the ACK answers the server's (RFC 3264 §5)
 *  @param srtp audio goes over SRTP with keys in the description (RFC 4568), or the call fails */
public record CallPlan(
        String uri,
        String caller,
        String display,
        AudioCodec codec,
        Impairment impairment,
        boolean delayedOffer,
        boolean srtp) {
    /** A faultless PCMU call by {@code caller}. */
    public static CallPlan to(String uri, String caller) {
        return new CallPlan(uri, caller, "", AudioCodec.PCMU, Impairment.NONE, false, false);
    }

    /** With that display name in From. */
    public CallPlan as(String name) {
        return new CallPlan(uri, caller, name, codec, impairment, delayedOffer, srtp);
    }

    public CallPlan with(Impairment faults) {
        return new CallPlan(uri, caller, display, codec, faults, delayedOffer, srtp);
    }

    public CallPlan with(AudioCodec other) {
        return new CallPlan(uri, caller, display, other, impairment, delayedOffer, srtp);
    }

    public CallPlan withDelayedOffer() {
        return new CallPlan(uri, caller, display, codec, impairment, true, srtp);
    }

    public CallPlan withSrtp() {
        return new CallPlan(uri, caller, display, codec, impairment, delayedOffer, true);
    }
}
