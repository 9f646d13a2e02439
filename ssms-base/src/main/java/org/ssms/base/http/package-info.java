/** HTTP as its clients and servers here have in common: bounded exchanges, and problem documents. */
@NullMarked
package org.ssms.base.http;

import org.jspecify.annotations.NullMarked;
