/** From the key deposit over the protected recording to the stored message. */
@NullMarked
package org.ssms.recording;

import org.jspecify.annotations.NullMarked;
