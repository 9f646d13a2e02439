package org.ssms.web.planted;

import org.jspecify.annotations.Nullable;
import org.ssms.media.planted.Offender;

/** A page that shows the table row itself, and closes a circle. */
public class Page {
    @Nullable
    Row row;

    @Nullable
    Offender offender;
}
