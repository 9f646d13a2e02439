/** Violations of the architecture, for the test of its rules. */
@NullMarked
package org.ssms.identity.planted;

import org.jspecify.annotations.NullMarked;
