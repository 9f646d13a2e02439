/** Holders without an account: the mails to them, and the codes by which they prove their address. */
@NullMarked
package org.ssms.license.guest;

import org.jspecify.annotations.NullMarked;
