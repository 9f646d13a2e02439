/**
 * A call to the voicemail, from the INVITE to the BYE: {@link org.ssms.call.CallDesk} takes it if the
 * {@link org.ssms.call.Door} lets it in, {@link org.ssms.call.Call} is told the rest.
 */
@NullMarked
package org.ssms.call;

import org.jspecify.annotations.NullMarked;
