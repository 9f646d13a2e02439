/** The mailbox on the web: what holds for pages and REST alike. */
@NullMarked
package org.ssms.web;

import org.jspecify.annotations.NullMarked;
