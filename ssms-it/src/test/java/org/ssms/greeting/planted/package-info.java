/** Violations of the architecture, for the test of its rules. */
@NullMarked
package org.ssms.greeting.planted;

import org.jspecify.annotations.NullMarked;
