/** Replacement for a JDK call that modern JDKs refuse. */
@NullMarked
package org.ssms.sip.container.compat;

import org.jspecify.annotations.NullMarked;
