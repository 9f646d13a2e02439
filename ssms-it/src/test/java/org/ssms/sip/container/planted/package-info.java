/** Violations of the architecture, planted for its test. */
@NullMarked
package org.ssms.sip.container.planted;

import org.jspecify.annotations.NullMarked;
