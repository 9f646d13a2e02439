package org.ssms.sip.container.it;

import jakarta.enterprise.context.RequestScoped;
import org.jspecify.annotations.Nullable;

/** Shows that every callback has a request scope of its own: it must be empty when the callback begins. */
@RequestScoped
public class CallScope {
    private @Nullable String callId;

    public @Nullable String callId() {
        return callId;
    }

    public void callId(String value) {
        callId = value;
    }
}
