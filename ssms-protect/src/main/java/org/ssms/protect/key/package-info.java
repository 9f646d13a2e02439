/** Message keys, what is derived from them and what wraps them: the only place where key bytes are in clear. */
@NullMarked
package org.ssms.protect.key;

import org.jspecify.annotations.NullMarked;
