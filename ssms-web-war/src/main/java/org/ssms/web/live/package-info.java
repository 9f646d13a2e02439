/** Carries "message stored" from the topic to the open pages and programs of its owner, by server-sent events. */
@NullMarked
package org.ssms.web.live;

import org.jspecify.annotations.NullMarked;
