/** Violations of the architecture, planted for its test. */
@NullMarked
package org.ssms.guard.planted;

import org.jspecify.annotations.NullMarked;
