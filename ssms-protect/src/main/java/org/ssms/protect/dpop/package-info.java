/** Proofs that who sends a request has a key (DPoP, RFC 9449): the client's half and the server's. */
@NullMarked
package org.ssms.protect.dpop;

import org.jspecify.annotations.NullMarked;
