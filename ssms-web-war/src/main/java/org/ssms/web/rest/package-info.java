/** REST of the mailbox below {@code /api/v1}: wire records, problem documents, byte ranges. */
@NullMarked
package org.ssms.web.rest;

import org.jspecify.annotations.NullMarked;
