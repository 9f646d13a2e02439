/** Violations of the architecture, for the test of its rules. */
@NullMarked
package org.ssms.mailbox.planted;

import org.jspecify.annotations.NullMarked;
