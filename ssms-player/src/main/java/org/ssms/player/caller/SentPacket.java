package org.ssms.player.caller;

import java.nio.ByteBuffer;

/** One audio packet of a call, as planned and as it went.
 *  @param sequenceNumber RTP sequence number, unsigned 16 bit
 *  @param timestamp RTP timestamp in clock units, unsigned 32 bit
 *  @param payload the G.711 octets, read-only
 *  @param speech it carries what {@link OutgoingCall#speak} was given, not the silence around it
 *  @param sent false when the network of the {@link CallPlan} lost it
 *  @param nanos {@link System#nanoTime()} of the sending */
public record SentPacket(
        int sequenceNumber, long timestamp, ByteBuffer payload, boolean speech, boolean sent, long nanos) {}
