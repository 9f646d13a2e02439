/** The servers that the tests start, and their users' ways in: HTTP, SIP, mail. */
@NullMarked
package org.ssms.it.server;

import org.jspecify.annotations.NullMarked;
