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

/** Every five seconds: says that this node is alive, and gives back what dead nodes had reserved. */
@Singleton
@Startup
@DependsOn("LicenseServer")
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class LeaseKeeper {
    private static final Logger LOG = System.getLogger(LeaseKeeper.class.getName());

    @EJB
    private Leases leases;

    /** Whether the last time failed; each outage is told once. */
    private boolean failing;

    /** Before the first license, so that each names a node that is known. */
    @PostConstruct
    void begin() {
        leases.beat();
    }

    @Schedule(hour = "*", minute = "*", second = "*/5", persistent = false)
    void keep() {
        try {
            leases.beat();
            leases.orphans().forEach(leases::giveBack);
            failing = false;
        } catch (EJBException e) {
            if (!failing) {
                LOG.log(Level.WARNING, "SSMS-4006 leases of plays cannot be kept: {0}", e.getMessage());
            }
            failing = true;
        }
    }
}
