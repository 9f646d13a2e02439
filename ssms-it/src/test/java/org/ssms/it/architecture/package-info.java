/** The rules of the house, held over the classes of all modules. */
@NullMarked
package org.ssms.it.architecture;

import org.jspecify.annotations.NullMarked;
