/** The parts of digest authentication (RFC 7616, RFC 8760) that need no container: credentials, nonces, patience. */
@NullMarked
package org.ssms.identity.digest;

import org.jspecify.annotations.NullMarked;
