/**
 * SIP Servlets (JSR 289) inside a plain WAR: starts with the web application, stops with it; the public face of the
 * container.
 */
@NullMarked
package org.ssms.sip.container;

import org.jspecify.annotations.NullMarked;
