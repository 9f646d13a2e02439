/** A small SIP user agent client over UDP (RFC 3261) that speaks G.711 (RFC 3551) and telephone-events (RFC 4733). */
@NullMarked
package org.ssms.player.caller;

import org.jspecify.annotations.NullMarked;
