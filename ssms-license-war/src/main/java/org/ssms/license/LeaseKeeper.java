package org.ssms.license;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.DependsOn;
import jakarta.ejb.EJB;
import jakarta.ejb.EJBException;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.UUID;

/** Every five seconds: says that this node is alive, and gives back what dead nodes had reserved. */
@Singleton
@Startup
@DependsOn("LicenseServer")
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class LeaseKeeper {
    private static final Logger LOG = System.getLogger(LeaseKeeper.class.getName());

    @EJB
    private Leases leases;

    /** Beats without a failure after which others that are silent are dead: else all would be, after an outage. */
    private static final int SURE = 5;

    /** Beats since the last that failed; each outage is told once. */
    private int beats = 1;

    /** Before the first license, so that each names a node that is known. */
    @PostConstruct
    void begin() {
        leases.beat();
    }

    @Schedule(hour = "*", minute = "*", second = "*/5", persistent = false)
    void keep() {
        try {
            leases.beat();
            beats++;
            if (beats > SURE) {
                leases.orphans().forEach(this::giveBack);
            }
        } catch (EJBException e) {
            tell(e);
        }
    }

    /** One that cannot be given back does not stop the others. */
    private void giveBack(UUID orphan) {
        try {
            leases.giveBack(orphan);
        } catch (EJBException e) {
            tell(e);
        }
    }

    private void tell(EJBException failure) {
        if (beats > 0) {
            LOG.log(Level.WARNING, "SSMS-4006 leases of plays cannot be kept: {0}", failure.getMessage());
        }
        beats = 0;
    }
}
