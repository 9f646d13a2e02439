package org.ssms.ops;

import java.util.List;
import org.ssms.greeting.GreetingKind;
import org.ssms.greeting.Greetings;
import org.ssms.mailbox.UserName;

final class OwnGreetings implements GreetingsMXBean {
    private final Greetings greetings;

    OwnGreetings(Greetings greetings) {
        this.greetings = greetings;
    }

    @Override
    public List<String> kinds(String user) {
        return greetings.of(mailbox(user)).stream()
                .map(greeting -> greeting.kind().label())
                .toList();
    }

    @Override
    public void lock(String user) {
        lock(user, true);
    }

    @Override
    public void unlock(String user) {
        lock(user, false);
    }

    private void lock(String user, boolean locked) {
        if (!greetings.lock(mailbox(user), locked)) {
            throw new IllegalArgumentException("there is no such mailbox");
        }
    }

    @Override
    public boolean locked(String user) {
        return greetings.areLocked(mailbox(user));
    }

    @Override
    public void remove(String user, String kind) {
        GreetingKind wanted =
                GreetingKind.parse(kind).orElseThrow(() -> new IllegalArgumentException("there is no such kind"));
        if (!greetings.clear(mailbox(user), wanted)) {
            throw new IllegalArgumentException("there is no such greeting");
        }
    }

    private String mailbox(String user) {
        return UserName.parse(user)
                .map(UserName::value)
                .filter(greetings::isMailbox)
                .orElseThrow(() -> new IllegalArgumentException("there is no such mailbox"));
    }
}
