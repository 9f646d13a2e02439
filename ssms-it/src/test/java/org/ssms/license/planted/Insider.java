package org.ssms.license.planted;

import org.jspecify.annotations.Nullable;
import org.ssms.media.planted.Offender;

/** A license server that looks into the media server. */
public class Insider {
    @Nullable
    Offender offender;
}
