/** Secure RTP packets (RFC 3711) that are encrypted once, stored, and sent later by somebody without the key. */
@NullMarked
package org.ssms.protect.srtp;

import org.jspecify.annotations.NullMarked;
