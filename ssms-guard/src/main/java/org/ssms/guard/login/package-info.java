/** One rule for every door that takes a password or a token: who is slowed, what is checked, what is written down. */
@NullMarked
package org.ssms.guard.login;

import org.jspecify.annotations.NullMarked;
