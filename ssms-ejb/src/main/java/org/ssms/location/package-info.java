/**
 * Who is where and what becomes of a call: registrar, numbers, the owners' settings, and the one lookup for each
 * INVITE.
 */
@NullMarked
package org.ssms.location;

import org.jspecify.annotations.NullMarked;
