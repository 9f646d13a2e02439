/** Strict, bounded reading of the small JSON documents that this module exchanges. */
@NullMarked
package org.ssms.protect.json;

import org.jspecify.annotations.NullMarked;
