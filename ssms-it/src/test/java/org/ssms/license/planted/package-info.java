/** Violations of the architecture, planted for its test. */
@NullMarked
package org.ssms.license.planted;

import org.jspecify.annotations.NullMarked;
