/** A call to the voicemail, from the INVITE to the BYE: {@link org.ssms.call.CallDesk} is the door. */
@NullMarked
package org.ssms.call;

import org.jspecify.annotations.NullMarked;
