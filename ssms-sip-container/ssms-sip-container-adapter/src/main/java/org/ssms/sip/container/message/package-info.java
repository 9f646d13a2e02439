/** SIP requests and responses with the methods that Servlet 6 added to its interfaces. */
@NullMarked
package org.ssms.sip.container.message;

import org.jspecify.annotations.NullMarked;
