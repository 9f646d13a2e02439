package org.ssms.guard.planted;

import org.jspecify.annotations.Nullable;
import org.ssms.media.planted.Offender;

/** A guard that knows who is behind the door. */
public class Gatekeeper {
    @Nullable
    Offender offender;
}
