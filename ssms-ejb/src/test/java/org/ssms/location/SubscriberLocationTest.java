package org.ssms.location;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ssms.identity.ShutAccounts;
import org.ssms.identity.stir.Numbering;
import org.ssms.location.LocationResult.Diverted;
import org.ssms.location.LocationResult.Reachable;
import org.ssms.location.LocationResult.Refused;
import org.ssms.location.LocationResult.Unknown;

class SubscriberLocationTest {
    private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");
    private static final Contact PHONE =
            new Contact("sip:alice@10.0.0.1", 1000, new Flow("UDP", "10.0.0.1", 5060), List.of(), NOW.plusSeconds(60));
    private static final RingPlan STRICT =
            new RingPlan(Duration.ofSeconds(5), Treatment.REJECT, Treatment.REJECT, Treatment.REJECT, Treatment.REJECT);

    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    private final List<List<String>> asked = new ArrayList<>();
    private boolean away;
    private Map<String, Boolean> shut = Map.of();

    @Test
    void nobody_of_ours_is_unknown() {
        assertThat(lookup(null)).isEqualTo(new Unknown());
    }

    @Test
    void one_lookup_asks_the_directory_once() {
        lookup(entry(CallSettings.DEFAULT, PHONE));
        assertThat(asked).containsExactly(List.of("alice"));
    }

    @Test
    void who_is_registered_is_reachable_with_the_owners_plan() {
        assertThat(lookup(entry(new CallSettings(null, false, STRICT), PHONE)))
                .isEqualTo(new Reachable("alice", List.of(PHONE), STRICT));
    }

    @Test
    void who_is_not_registered_has_a_mailbox_or_is_temporarily_unavailable() {
        assertThat(lookup(entry(CallSettings.DEFAULT)))
                .isEqualTo(new Diverted("alice", DiversionReason.NOT_REGISTERED));
        assertThat(lookup(entry(new CallSettings(null, false, STRICT)))).isEqualTo(new Refused(480));
    }

    @Test
    void who_does_not_want_to_be_disturbed_is_busy() {
        assertThat(lookup(entry(new CallSettings(null, true, RingPlan.DEFAULT), PHONE)))
                .isEqualTo(new Diverted("alice", DiversionReason.BUSY));
        assertThat(lookup(entry(new CallSettings(null, true, STRICT), PHONE))).isEqualTo(new Refused(486));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "2026-11-23T08:00:00Z, -, true",
                "2026-11-23T08:00:00.001Z, -, false",
                "2026-11-20T00:00:00Z, 2026-11-23T08:00:00Z, false",
                "2026-11-20T00:00:00Z, 2026-11-23T08:00:00.001Z, true",
            })
    void out_of_office_begins_with_its_first_moment_and_ends_before_its_last(
            Instant from, @Nullable Instant until, boolean away) {
        LocationResult result =
                lookup(entry(new CallSettings(new OutOfOffice(from, until), false, RingPlan.DEFAULT), PHONE));
        assertThat(result instanceof Diverted diverted && diverted.reason() == DiversionReason.UNCONDITIONAL)
                .isEqualTo(away);
    }

    @Test
    void out_of_office_goes_to_the_mailbox_whatever_else_is_set() {
        assertThat(lookup(entry(new CallSettings(new OutOfOffice(NOW, null), true, STRICT))))
                .isEqualTo(new Diverted("alice", DiversionReason.UNCONDITIONAL));
    }

    @Test
    void the_phones_of_a_disabled_account_do_not_ring_and_one_that_is_gone_is_nobody() {
        Directory.Entry entry = entry(CallSettings.DEFAULT, PHONE);
        assertThat(lookup(entry)).isInstanceOf(Reachable.class);
        shut = Map.of("alice", false);
        assertThat(lookup(entry)).isEqualTo(new Diverted("alice", DiversionReason.NOT_REGISTERED));
        shut = Map.of("alice", true);
        assertThat(lookup(entry)).isEqualTo(new Unknown());
    }

    @Test
    void before_the_accounts_could_be_read_nobody_is_found() {
        away = true;
        assertThat(lookup(entry(CallSettings.DEFAULT, PHONE))).isEqualTo(new LocationResult.Unavailable());
        assertThat(lookup(null)).isEqualTo(new Unknown());
    }

    @Test
    void a_list_is_nobodys_account() {
        shut = Map.of("alice", true);
        Directory.Entry list = new Directory.Entry("alice", true, CallSettings.DEFAULT, List.of());
        assertThat(lookup(list)).isEqualTo(new Diverted("alice", DiversionReason.NOT_REGISTERED));
    }

    private static Directory.Entry entry(CallSettings settings, Contact... contacts) {
        return new Directory.Entry("alice", false, settings, List.of(contacts));
    }

    private Map<String, Boolean> shut() {
        if (away) {
            throw new IllegalStateException("planned");
        }
        return shut;
    }

    private LocationResult lookup(Directory.@Nullable Entry entry) {
        NumberPlan plan = new NumberPlan(new Numbering("49", "0", "00"), "localhost"::equals);
        return new SubscriberLocation(
                        plan,
                        (meanings, now) -> {
                            assertThat(now).isEqualTo(NOW);
                            asked.add(meanings);
                            return Optional.ofNullable(entry);
                        },
                        new ShutAccounts(this::shut, (name, made) -> shut.containsKey(name), () -> 0),
                        CLOCK)
                .lookup(new CalledParty("Alice", "localhost"));
    }
}
