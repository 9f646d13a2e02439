/** The two commands for people: {@link org.ssms.player.Call} leaves a message by a real SIP call. */
@NullMarked
package org.ssms.player;

import org.jspecify.annotations.NullMarked;
