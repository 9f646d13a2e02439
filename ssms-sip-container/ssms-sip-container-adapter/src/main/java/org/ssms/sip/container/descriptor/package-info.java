/** What a web application says about its SIP side: annotations and {@code WEB-INF/sip.xml} (JSR 289 §18, §19). */
@NullMarked
package org.ssms.sip.container.descriptor;

import org.jspecify.annotations.NullMarked;
