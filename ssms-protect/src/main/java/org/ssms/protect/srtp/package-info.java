/**
 * Secure RTP (RFC 3711): packets that are stored encrypted and sent later without the key, and the packets of live
 * calls.
 */
@NullMarked
package org.ssms.protect.srtp;

import org.jspecify.annotations.NullMarked;
