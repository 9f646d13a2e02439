/** Violations of the architecture, for the test of its rules. */
@NullMarked
package org.ssms.client.planted;

import org.jspecify.annotations.NullMarked;
