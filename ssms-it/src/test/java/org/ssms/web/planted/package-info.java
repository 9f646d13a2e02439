/** Violations of the architecture, planted for its test. */
@NullMarked
package org.ssms.web.planted;

import org.jspecify.annotations.NullMarked;
