package org.ssms.license.ldap;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.ssms.guard.login.SecurityAudit;
import org.ssms.license.AuditEntry;
import org.ssms.license.AuditLog;
import org.ssms.license.session.Session;
import org.ssms.license.session.Sessions;

class LdapDeskTest {
    private final List<String> lines = new ArrayList<>();

    @Test
    void d11_a_session_that_is_over_is_refused_at_the_door_of_ldap() throws Exception {
        Sessions sessions = new Sessions() {
            @Override
            public Optional<Session> find(String token) {
                return Optional.empty();
            }
        };
        inject(Sessions.class, sessions, "security", new SecurityAudit(Clock.systemUTC(), lines::add));
        inject(Sessions.class, sessions, "audit", new AuditLog() {
            @Override
            public void record(AuditEntry entry) {
                // the other audit has no doors
            }
        });
        LdapDesk desk = new LdapDesk();
        inject(LdapDesk.class, desk, "sessions", sessions);
        Session over = new Session("alice", 1, UUID.randomUUID(), Instant.MAX, Instant.MAX, null, null, "token");
        assertThat(desk.isGood(over, InetAddress.getByName("192.0.2.7"))).isFalse();
        assertThat(lines)
                .singleElement()
                .asString()
                .contains("\"door\":\"ldap\"", "\"source\":\"192.0.2.7\"", "\"reason\":\"no longer good\"");
    }

    /** As the container does. */
    private static <T> void inject(Class<T> type, T bean, String name, Object value)
            throws ReflectiveOperationException {
        Field field = type.getDeclaredField(name);
        field.setAccessible(true);
        field.set(bean, value);
    }
}
