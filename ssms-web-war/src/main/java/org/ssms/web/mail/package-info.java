/** The mail door: mailboxes by POP3 and IMAP4rev1. Ports, connections, what both protocols have in common. */
@NullMarked
package org.ssms.web.mail;

import org.jspecify.annotations.NullMarked;
