/** Tests of tokens, accounts and the back-off. */
@NullMarked
package org.ssms.license.session;

import org.jspecify.annotations.NullMarked;
