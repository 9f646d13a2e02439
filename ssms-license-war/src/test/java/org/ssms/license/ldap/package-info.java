/** Licenses over LDAP, as a client sees them, without the beans behind. */
@NullMarked
package org.ssms.license.ldap;

import org.jspecify.annotations.NullMarked;
