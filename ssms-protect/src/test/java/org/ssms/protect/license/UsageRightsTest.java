package org.ssms.protect.license;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsageRightsTest {
    private static final int ROUNDS = 100_000;

    private final RandomRights rights = new RandomRights(new Random(20_261_127)); // fixed seed: a failure repeats

    @Test
    void everything_is_within_itself_and_within_no_limit() {
        for (int i = 0; i < ROUNDS; i++) {
            UsageRights a = any();
            assertThat(a.isWithin(a)).isTrue();
            assertThat(a.isWithin(UsageRights.UNLIMITED)).isTrue();
            assertThat(a.intersect(UsageRights.UNLIMITED)).isEqualTo(a);
            assertThat(a.intersect(a)).isEqualTo(a);
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
            assertThat(c.intersect(a).isWithin(b)).isTrue();
        }
        assertThat(found).isPositive();
    }

    @Test
    void rights_within_each_other_are_the_same() {
        int same = 0;
        for (int i = 0; i < ROUNDS; i++) {
            UsageRights a = few();
            UsageRights b = few();
            assertThat(a.isWithin(b) && b.isWithin(a)).isEqualTo(a.equals(b));
            if (a.equals(b)) {
                assertThat(a).hasSameHashCodeAs(b);
                same++;
            }
        }
        assertThat(same).isGreaterThan(1000);
    }

    @Test
    void the_intersection_is_the_greatest_that_is_within_both() {
        int below = 0;
        for (int i = 0; i < ROUNDS; i++) {
            UsageRights a = few();
            UsageRights b = few();
            UsageRights c = few();
            UsageRights both = a.intersect(b);
            assertThat(both.isWithin(a) && both.isWithin(b)).isTrue();
            if (c.isWithin(a) && c.isWithin(b)) {
                assertThat(c.isWithin(both)).isTrue();
                below++;
            }
            assertThat(a.isWithin(b)).isEqualTo(a.equals(both));
        }
        assertThat(below).isGreaterThan(1000);
    }

    @Test
    void the_intersection_commutes_and_associates() {
        for (int i = 0; i < ROUNDS; i++) {
            UsageRights a = any();
            UsageRights b = any();
            UsageRights c = any();
            assertThat(a.intersect(b)).isEqualTo(b.intersect(a));
            assertThat(a.intersect(b).intersect(c)).isEqualTo(a.intersect(b.intersect(c)));
        }
    }

    @Test
    void what_exceeds_is_what_was_asked_for_and_cannot_be_had() {
        int exceeded = 0;
        for (int i = 0; i < ROUNDS; i++) {
            UsageRights wanted = few();
            UsageRights parent = few();
            Optional<Right<?>> exceeding = wanted.exceeding(parent);
            assertThat(wanted.intersect(parent).exceeding(parent)).isEmpty();
            if (exceeding.isEmpty()) {
                UsageRights got = wanted.intersect(parent);
                assertThat(Right.catalogue())
                        .allSatisfy(right -> assertThat(wanted.get(right)).isIn(null, got.get(right)));
            } else {
                assertThat(wanted.get(exceeding.get())).isNotNull();
                assertThat(wanted.isWithin(parent)).isFalse();
                exceeded++;
            }
        }
        assertThat(exceeded).isGreaterThan(1000);
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
                "{} | {'save':true} | false",
                "{'save':true} | {} | true",
                "{'reply':false} | {'reply':true} | true",
                "{'users':['alice']} | {'users':['alice','bob']} | true",
                "{'users':[]} | {'users':['bob']} | true",
                "{'users':['eve']} | {'users':['bob']} | false",
                "{} | {'users':['bob']} | false",
                "{'minDrm':'hardware'} | {'minDrm':'software'} | true",
                "{'minDrm':'clearkey'} | {'minDrm':'software'} | false"
            })
    void each_right_is_ordered(String child, String parent, boolean within) throws Exception {
        assertThat(read(child).isWithin(read(parent))).isEqualTo(within);
    }

    @ParameterizedTest(name = "{0} exceeds {1}: {2}")
    @CsvSource(
            delimiter = '|',
            nullValues = "nothing",
            value = {
                "{} | {'plays':3,'save':false} | nothing",
                "{'save':true} | {'save':false} | save",
                "{'save':true} | {} | nothing",
                "{'plays':4} | {'plays':3} | plays",
                "{'forward':1,'plays':4} | {'plays':3,'forward':0} | plays",
                "{'users':['bob','eve']} | {'users':['bob']} | users",
                "{'minDrm':'clearkey'} | {'minDrm':'software'} | minDrm"
            })
    void the_first_right_that_exceeds_is_named(String wanted, String parent, @Nullable String name) throws Exception {
        assertThat(read(wanted).exceeding(read(parent)).map(Right::name)).isEqualTo(Optional.ofNullable(name));
    }

    @Test
    void json_comes_back_the_same() throws Exception {
        for (int i = 0; i < 2000; i++) {
            UsageRights rights = any();
            assertThat(UsageRights.fromJson(rights.toJson())).isEqualTo(rights);
        }
        assertThat(UsageRights.UNLIMITED.toJson()).isEqualTo("{}");
    }

    @Test
    void json_has_the_public_names_in_the_order_of_the_catalogue() throws Exception {
        String json =
                "{'users':['alice'],'plays':3,'notBefore':'2026-01-01T00:00:00Z','notAfter':'2026-02-01T00:00:00Z',"
                        + "'playFor':'PT1H','forward':0,'save':true,'modify':false,'reply':true,'transcript':false,"
                        + "'phonePlayback':true,'minDrm':'hardware'}";
        UsageRights rights = read(json);
        assertThat(rights.toJson()).isEqualTo(json.replace('\'', '"'));
        assertThat(Right.catalogue())
                .hasSize(12)
                .allSatisfy(right -> assertThat(rights.get(right)).isNotNull());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'plays':-1} | plays",
                "{'plays':1.5} | plays",
                "{'plays':'3'} | plays",
                "{'plays':99999999999} | plays",
                "{'notBefore':'yesterday'} | notBefore",
                "{'notAfter':'2026-02-30T00:00:00Z'} | notAfter",
                "{'notAfter':'+10000-01-01T00:00:00Z'} | notAfter",
                "{'notAfter':'-1000000000-01-01T00:00:00Z'} | notAfter",
                "{'notAfter':1764176400} | notAfter",
                "{'playFor':'PT-1H'} | playFor",
                "{'playFor':'PT9223372036854775807S'} | playFor",
                "{'playFor':'P1000000D'} | playFor",
                "{'forward':-1} | forward",
                "{'save':'true'} | save",
                "{'sing':true} | sing",
                "{'plays':1,'plays':2} | plays",
                "{'minDrm':'HARDWARE'} | minDrm",
                "{'users':'alice'} | users",
                "{'users':[1]} | users",
                "{'users':['alice',' ']} | users",
                "{'users':['a\\u0000b']} | users",
                "{'users':['a\\ud800b']} | users"
            })
    void a_value_that_is_none_is_malformed_and_its_member_named(String json, String member) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(MalformedLicenseException.class)
                .hasMessageStartingWith("member '" + member + "'");
    }

    @Test
    void a_guest_among_the_users_has_the_name_that_holders_have_however_long_and_however_written() throws Exception {
        String guest = "mailto:" + "x".repeat(64) + "@" + ("a".repeat(63) + ".").repeat(2) + "example";
        UsageRights rights = read("{'users':['alice','MAILTO:Friend@Example.COM','" + guest + "']}");
        assertThat(rights.get(Right.USERS)).containsExactlyInAnyOrder("alice", "mailto:Friend@example.com", guest);
        assertThat(UsageRights.fromJson(rights.toJson())).isEqualTo(rights);
        assertThat(read("{'users':['mailto:a@b','mailto:a@B']}").get(Right.USERS))
                .containsExactly("mailto:a@b");
        String noAddress = "{'users':['mailto:" + "x".repeat(65) + "@example.com']}";
        assertThatThrownBy(() -> read(noAddress))
                .isInstanceOf(MalformedLicenseException.class)
                .hasMessageStartingWith("member 'users'");
    }

    @Test
    void ten_thousand_users_are_malformed_and_the_member_named() {
        String users =
                IntStream.range(0, 10_000).mapToObj(i -> "\"u" + i + "\"").collect(Collectors.joining(","));
        assertThatThrownBy(() -> UsageRights.fromJson("{\"users\":[" + users + "]}"))
                .isInstanceOf(MalformedLicenseException.class)
                .hasMessage("member 'users' has too many items");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{'everything':true}", "{'plays':1,'plays':2}", "{'plays':1} {}"})
    void other_json_is_malformed(String json) {
        assertThatThrownBy(() -> read(json)).isInstanceOf(MalformedLicenseException.class);
    }

    @Test
    void what_json_cannot_say_cannot_be_made() {
        assertThatThrownBy(() -> UsageRights.UNLIMITED.with(Right.PLAYS, -1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> UsageRights.UNLIMITED.with(Right.PLAY_FOR, Duration.ofSeconds(Long.MAX_VALUE)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> UsageRights.UNLIMITED.with(Right.NOT_AFTER, Instant.MAX))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void rights_do_not_change_with_the_set_they_were_made_of() {
        Set<String> users = new HashSet<>(Set.of("alice"));
        UsageRights rights = UsageRights.UNLIMITED.with(Right.USERS, users);
        users.add("eve");
        assertThat(rights.get(Right.USERS)).containsExactly("alice");
        assertThat(rights.with(Right.USERS, null)).isEqualTo(UsageRights.UNLIMITED);
    }

    private static UsageRights read(String json) throws MalformedLicenseException {
        return UsageRights.fromJson(json.replace('\'', '"'));
    }

    private UsageRights any() {
        return rights.any();
    }

    private UsageRights few() {
        return rights.few();
    }
}
