package org.ssms.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.ssms.config.TestConfig;

class MailQuotaTest {
    private final MailQuota quota = new MailQuota(
            MailConfig.from(TestConfig.with(Map.of("ssms.quota.mails-per-user", "2"))),
            Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));

    @Test
    void an_owner_gets_no_more_mails_than_the_quota_and_others_get_theirs() {
        for (int tries = 0; tries < 10; tries++) { // the mail server is away
            assertThat(quota.hasLeft("alice")).isTrue();
        }
        quota.sent("alice");
        assertThat(quota.hasLeft("alice")).isTrue();
        quota.sent("alice");
        assertThat(quota.hasLeft("alice")).isFalse();
        assertThat(quota.hasLeft("alice")).isFalse();
        assertThat(quota.hasLeft("bob")).isTrue();
    }
}
