/** Digits as telephone events (RFC 4733). */
@NullMarked
package org.ssms.media.dtmf;

import org.jspecify.annotations.NullMarked;
