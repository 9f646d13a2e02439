/** What the web server spends on a source before it knows who asks: connections, request bodies, workers, log lines. */
@NullMarked
package org.ssms.guard.web;

import org.jspecify.annotations.NullMarked;
