package org.ssms.location;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ssms.config.ConfigException;
import org.ssms.config.SsmsConfig;
import org.ssms.protect.key.ServiceKey;

/** Chooses the location server by configuration, and reads the secret that both sides of it share. */
@ApplicationScoped
public class LocationSetup {
    @Produces
    @Singleton
    LocationService service(SsmsConfig config, SubscriberLocation own) {
        @Nullable URI url = config.location().url();
        if (url == null) {
            return own;
        }
        ServiceKey key = key(config)
                .orElseThrow(() -> new ConfigException("ssms.location.service-key-file", "is needed to ask " + url));
        return new RemoteLocation(url, key, config.location().timeout());
    }

    /** Our own database, whichever location server this node asks: others may ask us. */
    @Produces
    @Singleton
    @Typed(SubscriberLocation.class)
    SubscriberLocation own(SsmsConfig config, Subscribers subscribers, Directory directory, Clock clock) {
        return new SubscriberLocation(new NumberPlan(config.numbering(), subscribers::isOurs), directory::find, clock);
    }

    /** Empty when the file does not exist. */
    static Optional<ServiceKey> key(SsmsConfig config) {
        try {
            return Files.exists(config.location().serviceKeyFile())
                    ? Optional.of(
                            ServiceKey.parse(Files.readString(config.location().serviceKeyFile())))
                    : Optional.empty();
        } catch (IOException e) {
            throw new ConfigException("ssms.location.service-key-file", "cannot be read: " + e);
        } catch (IllegalArgumentException e) {
            throw new ConfigException("ssms.location.service-key-file", String.valueOf(e.getMessage()));
        }
    }
}
