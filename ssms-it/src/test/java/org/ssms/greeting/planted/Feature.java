package org.ssms.greeting.planted;

import org.jspecify.annotations.Nullable;
import org.ssms.ops.planted.Boss;

/** A feature that knows who watches over it. */
public class Feature {
    @Nullable
    Boss known;
}
