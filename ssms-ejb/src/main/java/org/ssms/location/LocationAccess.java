package org.ssms.location;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ssms.protect.key.ServiceKey;
import org.ssms.protect.key.ServiceKeyHash;

/** Tells the media nodes that may ask this location server from others. */
@ApplicationScoped
public class LocationAccess {
    @Inject
    private LocationConfig config;

    private Optional<ServiceKeyHash> known = Optional.empty();

    @PostConstruct
    void read() {
        known = LocationSetup.key(config.server()).map(ServiceKey::hash);
    }

    /**
     * Whether this {@code Authorization} header proves the service key; in constant time. Without a key nobody may ask.
     */
    public boolean isProvedBy(@Nullable String authorization) {
        return known.isPresent() && known.get().matches(authorization);
    }
}
