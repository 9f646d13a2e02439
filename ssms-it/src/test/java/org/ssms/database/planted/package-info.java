/** Violations of the architecture, planted for its test. */
@NullMarked
package org.ssms.database.planted;

import org.jspecify.annotations.NullMarked;
