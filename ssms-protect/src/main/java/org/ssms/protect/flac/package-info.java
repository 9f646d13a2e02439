/** Lossless FLAC (RFC 9639) for one channel of 16 bit telephone sound. */
@NullMarked
package org.ssms.protect.flac;

import org.jspecify.annotations.NullMarked;
