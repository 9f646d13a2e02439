/** Tests of the tree of grants, without a database. */
@NullMarked
package org.ssms.license.grant;

import org.jspecify.annotations.NullMarked;
