/** Tests of the guests. */
@NullMarked
package org.ssms.license.guest;

import org.jspecify.annotations.NullMarked;
