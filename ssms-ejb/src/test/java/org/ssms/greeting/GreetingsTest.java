package org.ssms.greeting;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssms.base.test.SettableClock;
import org.ssms.protect.key.KeyId;

class GreetingsTest {
    private static final byte[] SOUND = new byte[8000];

    @TempDir
    private Path storage;

    private final SettableClock clock = new SettableClock();
    private TestGreetings greetings;

    @BeforeEach
    void make() throws IOException {
        greetings = new TestGreetings(storage);
    }

    private @Nullable GreetingKind heard(@Nullable GreetingKind reason) {
        return greetings.forCaller("alice", reason).map(OwnGreeting::kind).orElse(null);
    }

    @Test
    void f4_33a_the_greeting_for_the_reason_comes_before_the_usual_one_and_that_before_the_name() {
        assertThat(heard(GreetingKind.BUSY)).isNull();
        greetings.add(GreetingKind.NAME, SOUND);
        assertThat(heard(GreetingKind.BUSY)).isEqualTo(GreetingKind.NAME);
        greetings.add(GreetingKind.STANDARD, SOUND);
        assertThat(heard(GreetingKind.BUSY)).isEqualTo(GreetingKind.STANDARD);
        greetings.add(GreetingKind.BUSY, SOUND);
        assertThat(heard(GreetingKind.BUSY)).isEqualTo(GreetingKind.BUSY);
        assertThat(heard(GreetingKind.NOT_ANSWERED)).isEqualTo(GreetingKind.STANDARD);
        assertThat(heard(null)).isEqualTo(GreetingKind.STANDARD);
    }

    @Test
    void a_temporary_greeting_comes_before_all_others() {
        greetings.add(GreetingKind.BUSY, SOUND);
        greetings.add(GreetingKind.TEMPORARY, SOUND);
        assertThat(heard(GreetingKind.BUSY)).isEqualTo(GreetingKind.TEMPORARY);
        assertThat(heard(null)).isEqualTo(GreetingKind.TEMPORARY);
    }

    @Test
    void kinds_are_named_in_addresses_as_they_are_parsed() {
        for (GreetingKind kind : GreetingKind.values()) {
            assertThat(GreetingKind.parse(kind.label())).contains(kind);
            assertThat(kind.longest()).isBetween(Duration.ofSeconds(8), Duration.ofSeconds(60));
        }
        assertThat(GreetingKind.parse("STANDARD")).isEmpty();
    }

    @Test
    void what_was_heard_last_is_kept_up_to_a_number_of_bytes() {
        GreetingCache cache = new GreetingCache(clock);
        KeyId first = KeyId.generate(new SecureRandom());
        KeyId second = KeyId.generate(new SecureRandom());
        byte[] half = new byte[GreetingCache.MOST_BYTES / 2];
        cache.put(first, half);
        cache.put(second, half);
        assertThat(cache.get(first)).isSameAs(half);
        cache.put(KeyId.generate(new SecureRandom()), new byte[1]);
        assertThat(cache.get(second)).as("the one that nobody asked for since").isNull();
        assertThat(cache.get(first)).isSameAs(half);
        cache.put(first, half);
        assertThat(cache.get(first)).as("twice is once").isSameAs(half);
        clock.advance(GreetingCache.LONGEST.plusSeconds(1));
        assertThat(cache.get(first)).as("too old").isNull();
        cache.forgetOld();
        cache.put(second, half);
        cache.put(first, half);
        assertThat(cache.get(second)).as("there is room for both").isSameAs(half);
        cache.forget(second);
        assertThat(cache.get(second)).isNull();
    }
}
