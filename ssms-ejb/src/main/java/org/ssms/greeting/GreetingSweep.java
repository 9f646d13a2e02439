package org.ssms.greeting;

import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;

/** Destroys once a minute what is no greeting any more. */
@Singleton
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class GreetingSweep {
    @Inject
    private Greetings greetings;

    @Schedule(hour = "*", minute = "*", persistent = false)
    void sweep() {
        greetings.destroyLeft();
    }
}
