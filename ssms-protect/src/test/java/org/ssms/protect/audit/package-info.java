@NullMarked
package org.ssms.protect.audit;

import org.jspecify.annotations.NullMarked;
