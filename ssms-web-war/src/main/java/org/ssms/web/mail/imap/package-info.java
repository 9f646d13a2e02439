/** The mailbox by IMAP4rev1 (RFC 3501), with one folder. */
@NullMarked
package org.ssms.web.mail.imap;

import org.jspecify.annotations.NullMarked;
