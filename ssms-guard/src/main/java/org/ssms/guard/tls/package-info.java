/** What TLS is at our doors, and what they do with certificates of clients. */
@NullMarked
package org.ssms.guard.tls;

import org.jspecify.annotations.NullMarked;
