/** What the Faces pages show; a request-scoped bean per page. */
@NullMarked
package org.ssms.web.page;

import org.jspecify.annotations.NullMarked;
