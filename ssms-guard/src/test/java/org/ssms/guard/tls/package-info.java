@NullMarked
package org.ssms.guard.tls;

import org.jspecify.annotations.NullMarked;
