@NullMarked
package org.ssms.license.audit;

import org.jspecify.annotations.NullMarked;
