package org.ssms.mailbox;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.List;
import org.ssms.base.config.ConfigException;

/**
 * Creates the mailboxes of {@code ssms.mailboxes.initial} and {@code ssms.mailboxes.lists} that do not exist yet, and
 * opens the lists.
 */
@Singleton
@Startup
@DependsOn("SchemaMigration")
public class MailboxSetup {
    @PersistenceContext
    private EntityManager entities;

    @Inject
    private MailboxConfig config;

    @Inject
    private Lists lists;

    @PostConstruct
    void createMissing() {
        config.initial().forEach((user, mailAddress) -> {
            UserName name = UserName.parse(user)
                    .orElseThrow(
                            () -> new IllegalArgumentException("ssms.mailboxes.initial: not a user name: " + user));
            Mailbox present = entities.find(Mailbox.class, name.value());
            if (present == null) {
                entities.persist(new Mailbox(name, mailAddress));
            } else if (present.isList()) {
                throw new ConfigException(MailboxConfig.INITIAL, name + " is, or was, a list");
            }
        });
        config.lists().forEach(this::createMissing);
        lists.open();
    }

    private void createMissing(String list, List<String> members) {
        Mailbox present = entities.find(Mailbox.class, list);
        if (present == null) {
            entities.persist(Mailbox.list(new UserName(list)));
        } else if (!present.isList()) {
            throw new ConfigException(MailboxConfig.LISTS, "gives a list the name of a user: " + list);
        }
        for (String member : members) {
            Mailbox mailbox = entities.find(Mailbox.class, member);
            if (mailbox == null || mailbox.isList()) {
                throw new ConfigException(MailboxConfig.LISTS, list + " has a member who is no user: " + member);
            }
        }
    }
}
