package org.ssms.sip.container.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.ssms.sip.container.config.SipContainerConfig;

class StackPropertiesTest {
    private static final Duration T1 = Duration.ofMillis(500);

    private final Properties properties = StackProperties.of(SipContainerConfig.from(key -> null));

    private static String seconds(Duration time) {
        return Long.toString(time.toSeconds());
    }

    /**
     * Upstream answers no request that repeats the number of the last one in its dialog, and keeps its transaction: one
     * caller could fill the memory. Whoever sent it gives up after 64*T1 (RFC 3261 §17.1.2.2, Timer F), and who answers
     * waits as long again for repetitions (§17.2.2, Timer J).
     */
    @Test
    void transaction_that_is_never_answered_is_forgotten_when_nobody_waits_for_it() {
        assertThat(properties)
                .containsEntry("gov.nist.javax.sip.MAX_TX_LIFETIME_NON_INVITE", seconds(T1.multipliedBy(2 * 64)));
    }

    /** An INVITE may ring for more than three minutes (RFC 3261 §16.6, Timer C). */
    @Test
    void that_of_an_invite_is_forgotten_too_and_not_while_it_rings() {
        assertThat(properties)
                .containsEntry("gov.nist.javax.sip.MAX_TX_LIFETIME_INVITE", seconds(Duration.ofMinutes(10)));
    }
}
