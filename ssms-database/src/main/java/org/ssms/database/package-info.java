/** What the server's data sources connect to. */
@NullMarked
package org.ssms.database;

import org.jspecify.annotations.NullMarked;
