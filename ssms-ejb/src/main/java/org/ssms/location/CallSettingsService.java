package org.ssms.location;

import jakarta.ejb.Stateless;

/** Keeps what the subscribers want done with calls. */
@Stateless
public class CallSettingsService {
    /** The defaults for whoever has said nothing. */
    public CallSettings of(String subscriber) {
        return CallSettings.DEFAULT;
    }

    public void change(String subscriber, CallSettings settings) {
        throw new UnsupportedOperationException(subscriber + settings);
    }
}
