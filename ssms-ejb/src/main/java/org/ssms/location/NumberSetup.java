package org.ssms.location;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.inject.Inject;
import org.ssms.base.config.ConfigException;
import org.ssms.location.Subscribers.AddressChange;

/** Gives the subscribers the numbers and aliases of {@code ssms.numbers.initial} that they do not have yet. */
@Singleton
@Startup
@DependsOn("MailboxSetup")
public class NumberSetup {
    @Inject
    private LocationConfig config;

    @Inject
    private Subscribers subscribers;

    @PostConstruct
    void addMissing() {
        config.initialNumbers().forEach((address, subscriber) -> {
            AddressChange change = subscribers.add(subscriber, address);
            if (change != AddressChange.DONE) {
                throw new ConfigException(LocationConfig.INITIAL_NUMBERS, subscriber + ":" + address + " is " + change);
            }
        });
    }
}
