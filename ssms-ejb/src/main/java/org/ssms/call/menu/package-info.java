/** What a caller may do with the keys of his telephone, read from files that an operator may change (C13). */
@NullMarked
package org.ssms.call.menu;

import org.jspecify.annotations.NullMarked;
