/** Violations of the architecture, planted for its test. */
@NullMarked
package org.ssms.media.planted;

import org.jspecify.annotations.NullMarked;
