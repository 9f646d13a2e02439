/** G.711 and the other audio codecs of a call. */
@NullMarked
package org.ssms.media.codec;

import org.jspecify.annotations.NullMarked;
