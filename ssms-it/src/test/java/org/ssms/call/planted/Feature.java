package org.ssms.call.planted;

import org.jspecify.annotations.Nullable;
import org.ssms.ops.planted.Boss;
import org.ssms.web.planted.Row;

/** A feature that knows who watches over it, and a page. */
public class Feature {
    @Nullable
    Boss boss;

    @Nullable
    Row row;
}
