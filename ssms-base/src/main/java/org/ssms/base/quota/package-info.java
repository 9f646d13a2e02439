/** How much somebody may have. */
@NullMarked
package org.ssms.base.quota;

import org.jspecify.annotations.NullMarked;
