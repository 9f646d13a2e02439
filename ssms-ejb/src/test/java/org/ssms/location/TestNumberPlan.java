package org.ssms.location;

import java.util.Optional;
import org.ssms.identity.stir.Numbering;

/** The number plan without its subscribers, for tests of other packages. */
public final class TestNumberPlan {
    private static final NumberPlan GERMANY = new NumberPlan(new Numbering("49", "0", "00"), domain -> false);

    private TestNumberPlan() {}

    /** As {@link Subscribers#number} where numbers are dialled as in Germany. */
    public static Optional<String> ofGermany(String dialled) {
        return GERMANY.e164(dialled);
    }
}
