/**
 * A voice message as a mail: what it says, how long it is, and its parts; rendered when it is asked for, never stored.
 */
@NullMarked
package org.ssms.web.mail.mime;

import org.jspecify.annotations.NullMarked;
