package org.ssms.call;

import org.jspecify.annotations.Nullable;
import org.ssms.mailbox.MessageView;

/**
 * A message of somebody else's mailbox, for who hears it by phone.
 *
 * @param from who has forwarded it: a user name, or {@code mailto:} and the address of a guest
 * @param number of who has forwarded it; null: he has none
 */
record Forwarded(MessageView message, String from, @Nullable String number) {}
