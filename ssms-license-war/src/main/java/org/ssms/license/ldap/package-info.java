/**
 * Licenses over LDAP (RFC 4511, 4513) for who binds as himself: the same decision, lease and audit as over HTTP. What
 * is on the wire is read and written by the UnboundID LDAP SDK.
 */
@NullMarked
package org.ssms.license.ldap;

import org.jspecify.annotations.NullMarked;
