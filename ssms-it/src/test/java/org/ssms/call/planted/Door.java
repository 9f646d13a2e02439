package org.ssms.call.planted;

import org.ssms.call.Call;

/** Looks at whom it lets in. */
final class Door {
    boolean isKnown(Call call) {
        return call.expectsAnswer();
    }
}
