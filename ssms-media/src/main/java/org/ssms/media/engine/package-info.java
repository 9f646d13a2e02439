/** The media event loops: sockets, prompts, digits and recording of all calls. Nothing here blocks. */
@NullMarked
package org.ssms.media.engine;

import org.jspecify.annotations.NullMarked;
