/** Addresses of the Internet. */
@NullMarked
package org.ssms.base.net;

import org.jspecify.annotations.NullMarked;
