/** Mailboxes, their messages and the audit of how each message came to be; the only package that knows the database. */
@NullMarked
package org.ssms.mailbox;

import org.jspecify.annotations.NullMarked;
