/** Violations of the architecture, for the test of its rules. */
@NullMarked
package org.ssms.notify.planted;

import org.jspecify.annotations.NullMarked;
