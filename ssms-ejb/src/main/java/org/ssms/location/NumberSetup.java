package org.ssms.location;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.inject.Inject;
import java.util.Set;
import org.ssms.base.config.ConfigException;
import org.ssms.identity.FollowedAccounts;
import org.ssms.location.Subscribers.AddressChange;

/**
 * Gives the subscribers the numbers and aliases of {@code ssms.numbers.initial} that they do not have yet. Whose
 * account was deleted gets none again; somebody else may have his.
 */
@Singleton
@Startup
@DependsOn("MailboxSetup")
public class NumberSetup {
    @Inject
    private LocationConfig config;

    @Inject
    private Subscribers subscribers;

    @Inject
    private FollowedAccounts followed;

    @PostConstruct
    void addMissing() {
        Set<String> gone = followed.cleared();
        config.initialNumbers().forEach((address, subscriber) -> {
            if (gone.contains(subscriber)) {
                return;
            }
            AddressChange change = subscribers.add(subscriber, address);
            if (change != AddressChange.DONE) {
                throw new ConfigException(LocationConfig.INITIAL_NUMBERS, subscriber + ":" + address + " is " + change);
            }
        });
    }
}
