package org.ssms.license.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssms.license.LicenseFixtures;
import org.ssms.protect.key.KeyEncryptionKey;

class PinTest {
    private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");

    @TempDir
    private Path directory;

    private KeyEncryptionKey kek;
    private final Pin pin = new Pin("alice");

    @BeforeEach
    void set() throws Exception {
        kek = LicenseFixtures.kek(directory, "kek");
        pin.set("$2a$10$hash", kek, NOON);
    }

    @Test
    void t11_its_owner_is_told_at_each_ten_wrong_ones_in_a_row() {
        List<Integer> told =
                IntStream.rangeClosed(1, 35).filter(i -> pin.wasWrong()).boxed().toList();
        assertThat(told).containsExactly(10, 20, 30);
        pin.wasRight();
        assertThat(IntStream.rangeClosed(1, 9).filter(i -> pin.wasWrong())).isEmpty();
        assertThat(pin.wasWrong()).isTrue();
    }

    @Test
    void t11_one_that_was_set_since_is_not_the_one_that_was_checked() {
        Instant checked = pin.setAt();
        pin.wasWrong();
        assertThat(pin.isOf(checked)).isTrue();
        pin.set("$2a$10$other", kek, NOON.plus(Duration.ofMillis(1)));
        assertThat(pin.isOf(checked)).isFalse();
    }

    @Test
    void it_opens_with_its_own_key_and_name_only() throws Exception {
        assertThat(pin.bcrypt(kek)).contains("$2a$10$hash");
        assertThat(pin.bcrypt(LicenseFixtures.kek(directory, "other"))).isEmpty();
    }
}
