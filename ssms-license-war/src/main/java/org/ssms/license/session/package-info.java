/** Who asks for a license: accounts, the back-off of guessed passwords, and session tokens. */
@NullMarked
package org.ssms.license.session;

import org.jspecify.annotations.NullMarked;
