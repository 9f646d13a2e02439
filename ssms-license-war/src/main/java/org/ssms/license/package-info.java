/**
 * The license server's rules and records: deposited keys, grants, license decisions and their audit. The trust boundary
 * of the product: nothing outside this application can read a stored key.
 */
@NullMarked
package org.ssms.license;

import org.jspecify.annotations.NullMarked;
