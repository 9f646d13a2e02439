package org.ssms.guard.login;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.wildfly.security.auth.server.event.SecurityAuthenticationFailedEvent;
import org.wildfly.security.auth.server.event.SecurityAuthenticationSuccessfulEvent;
import org.wildfly.security.auth.server.event.SecurityEvent;

/**
 * Writes logins of management and JMX into the audit. A program that proves itself with each request is written down
 * once a minute. Thread-safe.
 */
public final class ManagementLogins implements Consumer<SecurityEvent> {
    private static final long ONCE_MILLIS = 60_000;
    private static final int CAPACITY = 1000;

    private final Clock clock = Clock.systemUTC();
    private final Map<String, Long> written = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > CAPACITY;
        }
    };

    @Override
    public void accept(SecurityEvent event) {
        Asker now = Attempt.asker();
        Asker asker = new Asker(Door.MANAGEMENT, now.address(), now.source());
        if (event instanceof SecurityAuthenticationFailedEvent failed) {
            Doors.audit()
                    .refused(
                            asker,
                            "login",
                            failed.getPrincipal() == null
                                    ? null
                                    : failed.getPrincipal().getName(),
                            "wrong");
        } else if (event instanceof SecurityAuthenticationSuccessfulEvent) {
            String name = event.getSecurityIdentity().getPrincipal().getName();
            if (isNew(name + " " + asker.address())) {
                Doors.audit().granted(asker, "login", name);
            }
        }
    }

    private synchronized boolean isNew(String login) {
        long now = clock.millis();
        Long before = written.remove(login);
        boolean isNew = before == null || now - before >= ONCE_MILLIS;
        written.put(login, isNew || before == null ? now : before);
        return isNew;
    }
}
