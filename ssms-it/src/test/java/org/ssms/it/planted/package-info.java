/** Classes that a test looks at. */
@NullMarked
package org.ssms.it.planted;

import org.jspecify.annotations.NullMarked;
