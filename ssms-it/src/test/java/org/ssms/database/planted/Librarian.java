package org.ssms.database.planted;

import org.jspecify.annotations.Nullable;
import org.ssms.media.planted.Offender;

/** A database that knows what is stored in it. */
public class Librarian {
    @Nullable
    Offender offender;
}
