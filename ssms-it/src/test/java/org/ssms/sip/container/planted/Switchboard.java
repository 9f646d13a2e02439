package org.ssms.sip.container.planted;

import org.jspecify.annotations.Nullable;
import org.ssms.media.planted.Offender;

/** A container that knows what is done with it. */
public class Switchboard {
    @Nullable
    Offender offender;
}
