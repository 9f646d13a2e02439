/**
 * The audit of the license server as a chain of hashes with signed heads, and how its export is verified (ADR 0036).
 */
@NullMarked
package org.ssms.protect.audit;

import org.jspecify.annotations.NullMarked;
