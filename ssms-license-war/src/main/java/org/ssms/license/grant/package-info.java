/** Who may do what with a message: a tree of grants, whose root is the owner's. What is below allows no more. */
@NullMarked
package org.ssms.license.grant;

import org.jspecify.annotations.NullMarked;
