/** The license server over HTTP: translates requests and outcomes, decides nothing. */
@NullMarked
package org.ssms.license.rest;

import org.jspecify.annotations.NullMarked;
