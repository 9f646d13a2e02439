/** Sound files in, 8 kHz linear samples out; and an ear for the beep. */
@NullMarked
package org.ssms.player.audio;

import org.jspecify.annotations.NullMarked;
