package org.ssms.player.caller;

import java.net.InetSocketAddress;

/** What the called side agreed to.
 *  @param rtp where it wants the audio
 *  @param eventPayloadType its payload type for telephone-events, -1 for none
 *  @param sdp its session description as received */
public record Answer(InetSocketAddress rtp, int eventPayloadType, String sdp) {}
