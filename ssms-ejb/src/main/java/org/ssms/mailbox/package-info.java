/** Mailboxes, their messages and the audit of how each message came to be, as they stand in the database. */
@NullMarked
package org.ssms.mailbox;

import org.jspecify.annotations.NullMarked;
