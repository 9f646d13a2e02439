/** Digits as telephone-events (RFC 4733) and as tones within the sound (ITU-T Q.23, Q.24). */
@NullMarked
package org.ssms.media.dtmf;

import org.jspecify.annotations.NullMarked;
