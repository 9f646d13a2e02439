/** What owners of mailboxes say themselves to who calls them: recorded, kept encrypted, played. */
@NullMarked
package org.ssms.greeting;

import org.jspecify.annotations.NullMarked;
