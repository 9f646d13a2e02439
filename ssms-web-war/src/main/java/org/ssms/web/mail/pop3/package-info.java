/** The mailbox by POP3 (RFC 1939, RFC 2449, RFC 2595, RFC 5034). */
@NullMarked
package org.ssms.web.mail.pop3;

import org.jspecify.annotations.NullMarked;
