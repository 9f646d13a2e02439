/** The JAIN SIP stack and its connectors, TLS and logging. */
@NullMarked
package org.ssms.sip.container.stack;

import org.jspecify.annotations.NullMarked;
