/** Tests of the ways to prove who somebody is. */
@NullMarked
package org.ssms.license.auth;

import org.jspecify.annotations.NullMarked;
