package org.ssms.player.planted;

import org.jspecify.annotations.Nullable;
import org.ssms.web.planted.Row;

/** A player that knows the mailbox from within. */
public class Eavesdropper {
    @Nullable
    Row known;
}
