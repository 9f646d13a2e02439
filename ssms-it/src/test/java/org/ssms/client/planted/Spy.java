package org.ssms.client.planted;

import org.jspecify.annotations.Nullable;
import org.ssms.web.planted.Row;

/** A client that looks behind the server. */
public class Spy {
    @Nullable
    Row known;
}
