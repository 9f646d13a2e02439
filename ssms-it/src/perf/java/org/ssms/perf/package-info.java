/** Benchmarks of what happens for each packet of a call, by JMH. */
@NullMarked
package org.ssms.perf;

import org.jspecify.annotations.NullMarked;
