/**
 * The commands for people: {@link org.ssms.player.Call} leaves a message by a real SIP call, {@link
 * org.ssms.player.Play} plays one, {@link org.ssms.player.AuditVerify} verifies an export of the audit.
 */
@NullMarked
package org.ssms.player;

import org.jspecify.annotations.NullMarked;
