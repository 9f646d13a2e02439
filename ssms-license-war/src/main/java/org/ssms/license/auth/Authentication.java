package org.ssms.license.auth;

import java.time.Duration;

/** What became of a proof. */
public sealed interface Authentication {
    /**
     * Somebody is who he says.
     *
     * @param version of the account; a session that is opened now is good as long as the account has it
     */
    record Proved(String username, long version) implements Authentication {}

    /** No such account, or disabled, or not its proof: which of them is nobody's matter. */
    record Wrong(String claimed) implements Authentication {}

    /** Right, but used before: counted as a wrong one. */
    record Replayed(String claimed) implements Authentication {}

    /**
     * Not looked at: it answers no challenge of ours that is still good. Costs nobody an attempt.
     *
     * @param stale whether a new challenge would help
     */
    record Unasked(boolean stale) implements Authentication {}

    /** Not looked at: too many mistakes before, too much to do, or nobody can say now whether it is right. */
    record Later(Duration time) implements Authentication {}
}
