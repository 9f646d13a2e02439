/** Violations of the architecture, for the test of its rules. */
@NullMarked
package org.ssms.config.planted;

import org.jspecify.annotations.NullMarked;
