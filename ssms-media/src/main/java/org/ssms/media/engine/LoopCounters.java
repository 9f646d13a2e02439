package org.ssms.media.engine;

/** Totals of one loop; see {@link MediaCounters} for their meaning. */
final class LoopCounters {
    final Tally received = new Tally();
    final Tally malformed = new Tally();
    final Tally foreign = new Tally();
    final Tally ignored = new Tally();
    final Tally late = new Tally();
    final Tally lost = new Tally();
    final Tally duplicate = new Tally();
    final Tally sent = new Tally();
    final Tally unauthentic = new Tally();
    final Tally rtcpReceived = new Tally();
    final Tally rtcpSent = new Tally();
}
