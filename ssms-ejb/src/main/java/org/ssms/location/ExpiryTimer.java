package org.ssms.location;

import jakarta.ejb.DependsOn;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.inject.Inject;

/** Deletes expired bindings once a minute. Nobody sees them until then: queries leave them out. */
@Singleton
@Startup
@DependsOn("SchemaMigration")
public class ExpiryTimer {
    @Inject
    private Registrar registrar;

    @Schedule(hour = "*", minute = "*", persistent = false)
    void purge() {
        registrar.purge();
    }
}
