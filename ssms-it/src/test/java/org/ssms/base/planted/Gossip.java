package org.ssms.base.planted;

import org.jspecify.annotations.Nullable;
import org.ssms.web.planted.Row;

/** A base that knows who stands on it. */
public class Gossip {
    @Nullable
    Row known;
}
