/**
 * Cost before identity, for the doors of the application server: a WildFly module, seen by its web server and its
 * logins.
 */
@NullMarked
package org.ssms.guard;

import org.jspecify.annotations.NullMarked;
