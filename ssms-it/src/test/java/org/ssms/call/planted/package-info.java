/** Violations of the architecture, for the test of its rules. */
@NullMarked
package org.ssms.call.planted;

import org.jspecify.annotations.NullMarked;
