/** Tests of the protection of messages, with what they share. */
@NullMarked
package org.ssms.protect;

import org.jspecify.annotations.NullMarked;
