/** What the HTTPS door does with certificates of clients. */
@NullMarked
package org.ssms.guard.tls;

import org.jspecify.annotations.NullMarked;
