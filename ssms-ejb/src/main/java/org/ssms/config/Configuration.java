package org.ssms.config;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.ssms.base.config.ConfigException;
import org.ssms.base.config.ConfigValues;
import org.ssms.base.config.OperatorConfig;
import org.ssms.call.CallConfig;
import org.ssms.call.StreamConfig;
import org.ssms.identity.IdentityConfig;
import org.ssms.location.LocationConfig;
import org.ssms.mailbox.MailboxConfig;
import org.ssms.notify.MailConfig;
import org.ssms.recording.RecordingConfig;

/**
 * Gives each feature what an operator has set for it. All of it is read at once when the first one asks, at start: a
 * bad value stops the deployment and names its key. The meaning, the unit and the default of each key stand in {@code
 * META-INF/microprofile-config.properties}; what a key may be, beside its feature.
 */
@Singleton
public class Configuration {
    @Produces
    final IdentityConfig identity;

    @Produces
    final LocationConfig location;

    @Produces
    final MailboxConfig mailbox;

    @Produces
    final RecordingConfig recording;

    @Produces
    final CallConfig call;

    @Produces
    final StreamConfig stream;

    @Produces
    final MailConfig mail;

    @Produces
    final OperatorConfig operators;

    /**
     * Reads everything.
     *
     * @throws ConfigException for the first value that cannot be used
     */
    @Inject
    public Configuration(ConfigValues in) {
        identity = IdentityConfig.from(in);
        location = LocationConfig.from(in);
        mailbox = MailboxConfig.from(in);
        recording = RecordingConfig.from(in);
        call = CallConfig.from(in);
        stream = StreamConfig.from(in);
        mail = MailConfig.from(in);
        operators = OperatorConfig.from(in);
    }
}
