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
     * @throws MustWait when it may not
     */
    void admit(String name) {
        if (!name.equals(counted)) {
            Duration wait = Doors.passwords().admitElsewhere(asker, name);
            if (!wait.isZero()) {
                throw new MustWait(wait);
            }
            counted = name;
        }
    }

    /** Whom the guard has counted; null: nobody. */
    @Nullable
    String counted() {
        return counted;
    }

    /** Ends the evaluation of a mechanism. */
    static final class MustWait extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Duration wait;

        MustWait(Duration wait) {
            super("too many attempts", null, false, false);
            this.wait = wait;
        }

        Duration remaining() {
            return wait;
        }
    }

    /** What the realm said about a password; null when it was not asked. */
    @Nullable
    LoginResult result() {
        return result;
    }
}
