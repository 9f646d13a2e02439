package org.ssms.guard.login;

import java.net.InetAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One evaluation of a mechanism, for the realm that is asked in its course by the same thread. */
final class Attempt {
    private static final ThreadLocal<Attempt> CURRENT = new ThreadLocal<>();

    private final Asker asker;
    private @Nullable LoginResult result;
    private @Nullable String counted;

    private Attempt(Asker asker) {
        this.asker = asker;
    }

    static Attempt begin(Asker asker) {
        Attempt attempt = new Attempt(asker);
        CURRENT.set(attempt);
        return attempt;
    }

    static @Nullable Attempt current() {
        return CURRENT.get();
    }

    /** Who asks now; nobody's address when no mechanism is being evaluated. */
    static Asker asker() {
        Attempt attempt = CURRENT.get();
        return attempt == null ? Asker.of(Door.INSIDE, (InetAddress) null) : attempt.asker;
    }

    static void end() {
        CURRENT.remove();
    }

    void answered(LoginResult answer) {
        result = answer;
    }

    /**
     * Asks the guard before a mechanism that checks passwords itself looks at one; once for each name.
     *
     * @return false: it may not
     */
    boolean admit(String name) {
        if (name.equals(counted)) {
            return true;
        }
        Duration remaining = Doors.passwords().admitElsewhere(asker, name);
        if (!remaining.isZero()) {
            answered(new LoginResult.Wait(remaining));
            return false;
        }
        counted = name;
        return true;
    }

    /** Whom the guard has counted; null: nobody. */
    @Nullable
    String counted() {
        return counted;
    }

    /** What the realm or the guard said; null when neither was asked. */
    @Nullable
    LoginResult result() {
        return result;
    }
}
