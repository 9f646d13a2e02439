/** Mailboxes, their messages and the audit of how each message came to be. Their tables are
 *  known here only, and the schema of the whole database grows here. */
@NullMarked
package org.ssms.mailbox;

import org.jspecify.annotations.NullMarked;
