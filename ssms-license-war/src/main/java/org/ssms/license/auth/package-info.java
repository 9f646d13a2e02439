/** The ways to prove who somebody is, before he gets a session (Figure 5, step 52). */
@NullMarked
package org.ssms.license.auth;

import org.jspecify.annotations.NullMarked;
