/** The web application's contexts (class loader, JNDI, CDI) around every call from a SIP thread into it. */
@NullMarked
package org.ssms.sip.container.context;

import org.jspecify.annotations.NullMarked;
