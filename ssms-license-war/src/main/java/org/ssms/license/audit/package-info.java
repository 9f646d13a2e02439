/** The audit as a chain of hashes with signed heads: how rows get into it, and how it is exported (ADR 0036). */
@NullMarked
package org.ssms.license.audit;

import org.jspecify.annotations.NullMarked;
