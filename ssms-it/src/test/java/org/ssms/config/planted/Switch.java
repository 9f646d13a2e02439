package org.ssms.config.planted;

import org.jspecify.annotations.Nullable;
import org.ssms.ops.planted.Boss;

/** Configuration that knows operations. */
public class Switch {
    @Nullable
    Boss known;
}
