package org.ssms.sip.container.application;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mobicents.servlet.sip.core.session.MobicentsSipApplicationSession;

class SessionLockTest {
    private final List<String> asked = new ArrayList<>();
    private boolean alive = true;

    private final MobicentsSipApplicationSession session = (MobicentsSipApplicationSession) Proxy.newProxyInstance(
            SessionLockTest.class.getClassLoader(),
            new Class<?>[] {MobicentsSipApplicationSession.class},
            (proxy, method, arguments) -> {
                if (method.getName().equals("isValidInternal")) {
                    return alive;
                }
                asked.add(method.getName());
                return null;
            });

    @Test
    void who_takes_it_has_it_until_he_gives_it_back() {
        SessionLock.take(session);
        assertThat(asked).containsExactly("acquire");
        SessionLock.giveBack(session);
        assertThat(asked).containsExactly("acquire", "release");
    }

    @Test
    void nobody_keeps_that_of_a_session_that_ended_while_he_waited() {
        alive = false;
        SessionLock.take(session);
        assertThat(asked).containsExactly("acquire", "release");
    }

    @Test
    void who_ends_the_session_gives_it_back_to_those_who_wait() {
        SessionLock.take(session);
        alive = false;
        SessionLock.giveBack(session);
        assertThat(asked).containsExactly("acquire", "release");
    }
}
