package org.ssms.protect.license;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsageRightsTest {
    private static final int ROUNDS = 20_000;
    private static final List<MinDrm> LEVELS = List.of(MinDrm.values());

    private final Random random = new Random(20_261_127); // fixed seed: a failure repeats

    @Test
    void everything_is_within_itself_and_within_no_limit() {
        for (int i = 0; i < ROUNDS; i++) {
            UsageRights a = any();
            assertThat(a.isWithin(a)).isTrue();
            assertThat(a.isWithin(UsageRights.UNLIMITED)).isTrue();
        }
    }

    @Test
    void within_is_transitive() {
        int found = 0;
        for (int i = 0; i < ROUNDS; i++) {
            UsageRights a = any();
            UsageRights b = any();
            UsageRights c = any().intersect(b);
            if (a.isWithin(c)) {
                assertThat(a.isWithin(b)).isTrue();
                found++;
            }
            UsageRights d = c.intersect(a);
            assertThat(d.isWithin(b)).isTrue();
        }
        assertThat(found).isPositive();
    }

    @Test
    void rights_within_each_other_allow_the_same() {
        for (int i = 0; i < ROUNDS; i++) {
            UsageRights a = any();
            UsageRights b = any();
            if (a.isWithin(b) && b.isWithin(a)) {
                assertThat(withoutTrue(a)).isEqualTo(withoutTrue(b)); // true and absent mean the same
            }
        }
    }

    @Test
    void the_intersection_is_the_greatest_that_is_within_both() {
        for (int i = 0; i < ROUNDS; i++) {
            UsageRights a = any();
            UsageRights b = any();
            UsageRights c = any();
            UsageRights both = a.intersect(b);
            assertThat(both.isWithin(a) && both.isWithin(b)).isTrue();
            assertThat(both.isWithin(b.intersect(a)) && b.intersect(a).isWithin(both))
                    .isTrue();
            if (c.isWithin(a) && c.isWithin(b)) {
                assertThat(c.isWithin(both)).isTrue();
            }
            assertThat(a.isWithin(b)).isEqualTo(a.isWithin(both));
        }
    }

    @ParameterizedTest(name = "{0} is within {1}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{'plays':2} | {'plays':3} | true",
                "{'plays':4} | {'plays':3} | false",
                "{} | {'plays':3} | false",
                "{'notBefore':'2026-02-01T00:00:00Z'} | {'notBefore':'2026-01-01T00:00:00Z'} | true",
                "{'notBefore':'2025-12-01T00:00:00Z'} | {'notBefore':'2026-01-01T00:00:00Z'} | false",
                "{'notAfter':'2026-02-01T00:00:00Z'} | {'notAfter':'2026-01-01T00:00:00Z'} | false",
                "{'playFor':'PT1H'} | {'playFor':'P1D'} | true",
                "{'forward':1} | {'forward':0} | false",
                "{'save':true} | {'save':false} | false",
                "{} | {'save':false} | false",
                "{'save':true} | {} | true",
                "{'reply':false} | {'reply':true} | true",
                "{'users':['alice']} | {'users':['alice','bob']} | true",
                "{'users':[]} | {'users':['bob']} | true",
                "{'users':['eve']} | {'users':['bob']} | false",
                "{} | {'users':['bob']} | false",
                "{'minDrm':'hardware'} | {'minDrm':'software'} | true",
                "{'minDrm':'clearkey'} | {'minDrm':'software'} | false"
            })
    void each_component_is_ordered(String child, String parent, boolean within) throws Exception {
        assertThat(read(child).isWithin(read(parent))).isEqualTo(within);
    }

    @Test
    void json_comes_back_the_same() throws Exception {
        for (int i = 0; i < 2000; i++) {
            UsageRights rights = any();
            assertThat(UsageRights.fromJson(rights.toJson())).isEqualTo(rights);
        }
        assertThat(UsageRights.UNLIMITED.toJson()).isEqualTo("{}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{'plays':-1}",
                "{'plays':1.5}",
                "{'plays':'3'}",
                "{'plays':99999999999}",
                "{'notBefore':'yesterday'}",
                "{'playFor':'PT-1H'}",
                "{'save':'true'}",
                "{'minDrm':'HARDWARE'}",
                "{'users':'alice'}",
                "{'users':[1]}",
                "{'everything':true}",
                "{'plays':1} {}"
            })
    void other_json_is_malformed(String json) {
        assertThatThrownBy(() -> read(json)).isInstanceOf(MalformedLicenseException.class);
    }

    private static UsageRights read(String json) throws MalformedLicenseException {
        return UsageRights.fromJson(json.replace('\'', '"'));
    }

    private UsageRights any() {
        return new UsageRights(
                maybe(this::users),
                maybe(() -> random.nextInt(3)),
                maybe(() -> Instant.ofEpochSecond(random.nextInt(3))),
                maybe(() -> Instant.ofEpochSecond(random.nextInt(3))),
                maybe(() -> Duration.ofHours(random.nextInt(3))),
                maybe(() -> random.nextInt(3)),
                maybe(random::nextBoolean),
                maybe(random::nextBoolean),
                maybe(random::nextBoolean),
                maybe(random::nextBoolean),
                maybe(random::nextBoolean),
                maybe(() -> LEVELS.get(random.nextInt(3))));
    }

    private Set<String> users() {
        Set<String> users = new HashSet<>(List.of("alice", "bob"));
        users.removeIf(user -> random.nextBoolean());
        return users;
    }

    private <T> @Nullable T maybe(Supplier<T> value) {
        return random.nextInt(3) == 0 ? value.get() : null;
    }

    private static UsageRights withoutTrue(UsageRights r) {
        return new UsageRights(
                r.users(),
                r.plays(),
                r.notBefore(),
                r.notAfter(),
                r.playFor(),
                r.forward(),
                onlyFalse(r.save()),
                onlyFalse(r.modify()),
                onlyFalse(r.reply()),
                onlyFalse(r.transcript()),
                onlyFalse(r.phonePlayback()),
                r.minDrm());
    }

    private static @Nullable Boolean onlyFalse(@Nullable Boolean flag) {
        return Boolean.FALSE.equals(flag) ? flag : null;
    }
}
