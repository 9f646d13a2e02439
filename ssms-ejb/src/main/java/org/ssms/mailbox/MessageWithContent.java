package org.ssms.mailbox;

/** A message as its reader may see it, with its protected file. */
public record MessageWithContent(MessageView message, ProtectedContent content) {}
