/** Strict, bounded reading of small JSON documents (RFC 8259), and writing them. */
@NullMarked
package org.ssms.base.json;

import org.jspecify.annotations.NullMarked;
