package org.ssms.guard.login;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** One evaluation of a mechanism, for the realm that is asked in its course by the same thread. */
final class Attempt {
    private static final ThreadLocal<Attempt> CURRENT = new ThreadLocal<>();

    private final Asker asker;
    private @Nullable LoginResult result;

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

    /** What the realm said about a password; null when it was not asked. */
    @Nullable
    LoginResult result() {
        return result;
    }
}
