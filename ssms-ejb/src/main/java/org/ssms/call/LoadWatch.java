package org.ssms.call;

import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;

/** Has the load looked at once a second. */
@Singleton
@Startup
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class LoadWatch {
    @Inject
    private Door door;

    // a timer of the EJB container and not of the executors: those complain while the server suspends
    @Schedule(hour = "*", minute = "*", second = "*", persistent = false)
    void look() {
        door.sample();
    }
}
