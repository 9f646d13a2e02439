package org.ssms.ops.planted;

import org.jspecify.annotations.Nullable;
import org.ssms.config.planted.Switch;

/** Operations that read configuration. */
public class Boss {
    @Nullable
    Switch known;
}
