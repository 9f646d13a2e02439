/** Tests of the license server's rules, without a container. */
@NullMarked
package org.ssms.license;

import org.jspecify.annotations.NullMarked;
