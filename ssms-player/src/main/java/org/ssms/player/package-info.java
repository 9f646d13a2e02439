/** The commands for people: {@link org.ssms.player.Call} leaves a message by a real SIP call, {@link org.ssms.player.Play} plays one. */
@NullMarked
package org.ssms.player;

import org.jspecify.annotations.NullMarked;
