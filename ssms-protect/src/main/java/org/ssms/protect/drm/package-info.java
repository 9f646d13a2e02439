/** DRM systems: those that are shipped, and the interface for those of others, which come as jars. */
@NullMarked
package org.ssms.protect.drm;

import org.jspecify.annotations.NullMarked;
