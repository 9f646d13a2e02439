/**
 * A SIP application without annotations on its servlet: {@code sip.xml} makes it one. It stands in front of another.
 */
@NullMarked
package org.ssms.sip.container.it.apps.screening;

import org.jspecify.annotations.NullMarked;
