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
import org.ssms.base.config.ConfigException;
import org.ssms.identity.IdentityConfig;
import org.ssms.identity.ShutAccounts;
import org.ssms.protect.key.ServiceKey;

/** Chooses the location server by configuration, and reads the secret that both sides of it share. */
@ApplicationScoped
public class LocationSetup {
    @Produces
    @Singleton
    LocationService service(LocationConfig config, SubscriberLocation own) {
        LocationConfig.Server server = config.server();
        @Nullable URI url = server.url();
        if (url == null) {
            return own;
        }
        ServiceKey key = key(server)
                .orElseThrow(() -> new ConfigException(LocationConfig.SERVICE_KEY_FILE, "is needed to ask " + url));
        return new RemoteLocation(url, key, server.timeout());
    }

    /** Our own database, whichever location server this node asks: others may ask us. */
    @Produces
    @Singleton
    @Typed(SubscriberLocation.class)
    SubscriberLocation own(
            IdentityConfig config, Subscribers subscribers, Directory directory, ShutAccounts shut, Clock clock) {
        return new SubscriberLocation(
                new NumberPlan(config.numbering(), subscribers::isOurs), directory::find, shut, clock);
    }

    /** Empty when the file does not exist. */
    static Optional<ServiceKey> key(LocationConfig.Server server) {
        try {
            return Files.exists(server.serviceKeyFile())
                    ? Optional.of(ServiceKey.parse(Files.readString(server.serviceKeyFile())))
                    : Optional.empty();
        } catch (IOException e) {
            throw new ConfigException(LocationConfig.SERVICE_KEY_FILE, "cannot be read: " + e);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(LocationConfig.SERVICE_KEY_FILE, String.valueOf(e.getMessage()));
        }
    }
}
