package org.ssms.sip.container.config;

import java.time.Duration;

/**
 * What connections over TCP, TLS, WS and WSS may cost before anybody is known by them.
 *
 * @param max connections that clients opened, of all connectors together
 * @param maxPerSource of them from one address, or from one IPv6 network of 64 bits
 * @param memory bytes that all of them hold in unread messages and in what their clients do not take; one source gets a
 *     quarter of it
 * @param firstMessage from the start of a connection to the end of its first message, handshakes included
 * @param message from the first byte of a message to its last
 * @param idle how long a connection stays open by which nobody is registered and no call is up, after its last message
 * @param write how long a client may take until it has all of what is written to it
 */
public record ConnectionLimits(
        int max,
        int maxPerSource,
        long memory,
        Duration firstMessage,
        Duration message,
        Duration idle,
        Duration write) {}
