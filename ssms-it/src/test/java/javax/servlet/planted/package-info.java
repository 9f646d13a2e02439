/** Stands for the SIP servlet API. */
@NullMarked
package javax.servlet.planted;

import org.jspecify.annotations.NullMarked;
