/** The {@code a=drm} attribute of SDP, as docs/drm-attribute.md specifies it: its lines, and what answers what. */
@NullMarked
package org.ssms.media.sdp.drm;

import org.jspecify.annotations.NullMarked;
