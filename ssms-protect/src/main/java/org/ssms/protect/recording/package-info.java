/** A recording that is encrypted while it is made, and its way to a finished, signed file without a key. */
@NullMarked
package org.ssms.protect.recording;

import org.jspecify.annotations.NullMarked;
