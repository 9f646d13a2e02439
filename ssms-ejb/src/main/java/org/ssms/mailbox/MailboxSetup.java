package org.ssms.mailbox;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;

/** Creates the mailboxes of {@code ssms.mailboxes.initial} that do not exist yet. */
@Singleton
@Startup
@DependsOn("SchemaMigration")
public class MailboxSetup {
    @PersistenceContext
    private EntityManager entities;

    @Inject
    private MailboxConfig config;

    @PostConstruct
    void createMissing() {
        config.initial().forEach((user, mailAddress) -> {
            UserName name = UserName.parse(user)
                    .orElseThrow(
                            () -> new IllegalArgumentException("ssms.mailboxes.initial: not a user name: " + user));
            if (entities.find(Mailbox.class, name.value()) == null) {
                entities.persist(new Mailbox(name, mailAddress));
            }
        });
    }
}
