/**
 * The few log4j 1.x types that the transformed jars call, on top of {@link java.lang.System.Logger} and without message
 * bodies.
 */
@NullMarked
package org.ssms.sip.container.log;

import org.jspecify.annotations.NullMarked;
