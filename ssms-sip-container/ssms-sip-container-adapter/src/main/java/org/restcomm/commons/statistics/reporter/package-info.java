/** Takes the place of the upstream reporter that sends usage figures to its maker. */
@NullMarked
package org.restcomm.commons.statistics.reporter;

import org.jspecify.annotations.NullMarked;
