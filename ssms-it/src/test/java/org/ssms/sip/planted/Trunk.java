package org.ssms.sip.planted;

import org.jspecify.annotations.Nullable;
import org.ssms.web.planted.Row;

/** A SIP servlet that knows a page. */
public class Trunk {
    @Nullable
    Row known;
}
