package org.ssms.protect.planted;

import org.jspecify.annotations.Nullable;
import org.ssms.web.planted.Row;

/** A format that knows a page. */
public class Confidant {
    @Nullable
    Row known;
}
