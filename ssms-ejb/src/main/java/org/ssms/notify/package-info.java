/** Tells the owner of a mailbox about a stored message; one durable subscriber per channel. */
@NullMarked
package org.ssms.notify;

import org.jspecify.annotations.NullMarked;
