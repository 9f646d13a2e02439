package org.ssms.call;

import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;

/** Has the desk look at its load once a second. */
@Singleton
@Startup
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class LoadWatch {
    @Inject
    private CallDesk desk;

    // a timer of the EJB container and not of the executors: those complain while the server suspends
    @Schedule(hour = "*", minute = "*", second = "*", persistent = false)
    void look() {
        desk.sampleLoad();
    }
}
