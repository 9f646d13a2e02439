/**
 * The parts of digest authentication (RFC 7616, RFC 8760) that SIP and HTTP share: credentials, nonces, their counts.
 */
@NullMarked
package org.ssms.protect.digest;

import org.jspecify.annotations.NullMarked;
