package org.ssms.health.planted;

import org.jspecify.annotations.Nullable;
import org.ssms.web.planted.Row;

/** A health check that knows its patient. */
public class Doctor {
    @Nullable
    Row known;
}
