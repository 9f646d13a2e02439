package org.ssms.sip;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.ssms.base.config.ConfigException;
import org.ssms.base.config.ConfigValues;
import org.ssms.sip.flood.FloodConfig;
import org.ssms.sip.session.SessionTimerPolicy;

/**
 * What {@code org.ssms.config.Configuration} is for the features of the media node, for those of the SIP side. Their
 * keys stand in the same file of defaults.
 */
@Singleton
public class SipConfiguration {
    @Produces
    final SipConfig sip;

    @Produces
    final FloodConfig flood;

    @Produces
    final SessionTimerPolicy sessionTimers;

    /**
     * Reads everything.
     *
     * @throws ConfigException for the first value that cannot be used
     */
    @Inject
    public SipConfiguration(ConfigValues in) {
        sip = SipConfig.from(in);
        flood = FloodConfig.from(in);
        sessionTimers = SessionTimerPolicy.from(in);
    }
}
