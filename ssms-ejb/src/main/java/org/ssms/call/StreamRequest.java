package org.ssms.call;

import org.ssms.protect.key.MessageId;

/**
 * Whose stream an INVITE asks for.
 *
 * @param reader canonical name of the subscriber who has proved himself
 * @param named whose the address of the stream is: name, alias or number, unescaped; may be anything
 */
public record StreamRequest(String reader, String named, MessageId message) {}
