package org.ssms.client;

import org.ssms.protect.key.MessageId;

/**
 * A message that somebody has forwarded.
 *
 * @param from a user name, or {@code mailto:} and the address of a guest
 */
public record ReceivedMessage(MessageId id, String from) {}
