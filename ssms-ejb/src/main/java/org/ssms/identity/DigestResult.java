package org.ssms.identity;

import java.time.Duration;
import java.util.List;

/** The answer of {@link DigestAuthenticator}. */
public sealed interface DigestResult {
    /**
     * The sender is this subscriber.
     *
     * @param user canonical name
     */
    record Authenticated(String user) implements DigestResult {}

    /**
     * Answer 401 or 407 with these header field values, in this order, one field each. It does not say whether the user
     * exists.
     */
    record Challenged(List<String> challenges) implements DigestResult {}

    /**
     * Answer 400.
     *
     * @param why fit for a reason phrase; repeats nothing of the request
     */
    record Malformed(String why) implements DigestResult {}

    /** Too many failures of this user or address: answer 503 with Retry-After. */
    record BackedOff(Duration retryAfter) implements DigestResult {}
}
