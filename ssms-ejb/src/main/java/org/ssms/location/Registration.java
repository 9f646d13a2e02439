package org.ssms.location;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A REGISTER of an authenticated subscriber (RFC 3261 §10.2).
 *
 * @param subscriber whose bindings: the resolved name
 * @param contacts empty together with {@code all} false: only asks what is registered
 * @param all whether the Contact header is {@code *}
 * @param expires seconds of the Expires header, null without one or with an unreadable one
 * @param path Path header values, topmost first; only from those who may set one
 */
public record Registration(
        String subscriber,
        String callId,
        long cseq,
        List<RequestedBinding> contacts,
        boolean all,
        @Nullable Long expires,
        Flow flow,
        List<String> path) {
    public Registration {
        contacts = List.copyOf(contacts);
        path = List.copyOf(path);
    }
}
