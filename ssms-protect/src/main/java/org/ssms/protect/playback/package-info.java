/** Opening a protected message with a license: every byte is checked, then decrypted and decoded. */
@NullMarked
package org.ssms.protect.playback;

import org.jspecify.annotations.NullMarked;
