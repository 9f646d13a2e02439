package org.ssms.guard.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ssms.base.test.SettableClock;

class SecurityAuditTest {
    private static final Asker BOB = Asker.of(Door.FORM, "192.0.2.7");
    private static final Asker ATTACKER = Asker.of(Door.FORM, "198.51.100.1");

    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-26T12:00:00Z"));
    private final List<String> lines = new ArrayList<>();
    private final SecurityAudit audit = new SecurityAudit(clock, lines::add);

    @Test
    void an_attacker_cannot_fill_it_and_is_summed_up() {
        for (int i = 0; i < 10_000; i++) {
            audit.refused(ATTACKER, "login", "user" + i, "wrong");
        }
        assertThat(lines).hasSize(SecurityAudit.REFUSALS_PER_SOURCE);
        clock.advance(Duration.ofMinutes(1));
        audit.granted(BOB, "login", "bob");
        audit.refused(BOB, "login", "bob", "wrong");
        assertThat(lines)
                .contains("{\"time\":\"2026-11-26T12:01:00Z\",\"door\":\"*\",\"event\":\"refusals-left-out\","
                        + "\"source\":\"198.51.100.1\",\"outcome\":\"refused\",\"reason\":\"9980\"}");
    }

    @Test
    void many_attackers_cannot_fill_it_either() {
        for (int i = 0; i < 100_000; i++) {
            audit.refused(
                    Asker.of(Door.FORM, "10." + i / 65536 + "." + i / 256 % 256 + "." + i % 256),
                    "login",
                    "x",
                    "wrong");
        }
        assertThat(lines).hasSize(SecurityAudit.REFUSALS);
        clock.advance(Duration.ofMinutes(1));
        audit.refused(BOB, "login", "bob", "wrong");
        assertThat(lines).hasSize(SecurityAudit.REFUSALS + 2);
        assertThat(lines.get(SecurityAudit.REFUSALS))
                .contains("\"source\":\"*\"", "\"reason\":\"" + (100_000 - SecurityAudit.REFUSALS) + "\"");
    }

    @Test
    void many_who_left_much_out_are_summed_up_in_few_lines() {
        for (int source = 0; source < 500; source++) {
            for (int i = 0; i < 25; i++) {
                audit.refused(Asker.of(Door.FORM, "10.0." + source / 256 + "." + source % 256), "login", "x", "wrong");
            }
        }
        int before = lines.size();
        clock.advance(Duration.ofMinutes(1));
        audit.refused(BOB, "login", "bob", "wrong");
        assertThat(lines.size() - before).isBetween(2, 102);
    }

    @Test
    void an_attacker_elsewhere_hides_nobody() {
        for (int i = 0; i < 500; i++) {
            audit.refused(ATTACKER, "login", "bob", "wrong");
        }
        audit.refused(BOB, "login", "bob", "wrong");
        assertThat(lines.get(lines.size() - 1)).contains("192.0.2.7");
        audit.granted(ATTACKER, "login", "mallory");
        assertThat(lines.get(lines.size() - 1)).contains("granted");
    }

    @Test
    void what_an_operator_does_for_somebody_names_both() {
        audit.granted(Asker.of(Door.OPERATOR, "127.0.0.1"), "account-disabled", "alice", "olga");
        assertThat(lines)
                .containsExactly("{\"time\":\"2026-11-26T12:00:00Z\",\"door\":\"operator\","
                        + "\"event\":\"account-disabled\",\"user\":\"alice\",\"by\":\"olga\","
                        + "\"source\":\"127.0.0.1\",\"outcome\":\"granted\"}");
    }

    @Test
    void a_name_cannot_forge_a_line() {
        audit.refused(BOB, "login", "a\"}\r\n{\"outcome\":\"granted\u2028\\", "wrong");
        assertThat(lines).hasSize(1);
        assertThat(lines.get(0))
                .doesNotContain("\n", "\r", "\u2028")
                .contains("\"user\":\"a\\\"}??{\\\"outcome\\\":\\\"granted?\\\\\"");
    }
}
