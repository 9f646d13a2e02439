/** Usage rights and the documents that carry keys and rights between license server, recorder and player. */
@NullMarked
package org.ssms.protect.license;

import org.jspecify.annotations.NullMarked;
