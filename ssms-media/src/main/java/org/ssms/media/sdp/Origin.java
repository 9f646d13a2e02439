package org.ssms.media.sdp;

/**
 * The {@code o=} line, RFC 8866 §5.2. Id and version are digits of any length, or whatever somebody writes for them, so
 * they are kept as text.
 *
 * @param address the address of the machine that made the description; not where media goes
 */
public record Origin(String username, String sessionId, String sessionVersion, Connection address) {}
