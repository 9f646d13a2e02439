package org.ssms.web.mail;

import static java.lang.System.Logger.Level.INFO;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;
import org.ssms.base.config.ConfigException;
import org.ssms.base.config.ConfigValues;
import org.ssms.web.live.LiveMessages;

/** Opens the mail door where the operator names a port. */
@Singleton
@Startup
@TransactionManagement(TransactionManagementType.BEAN)
public class MailServer {
    private static final System.Logger LOG = System.getLogger(MailServer.class.getName());

    @Inject
    private Config config;

    @Inject
    private MailDesk desk;

    @Inject
    private LiveMessages live;

    @Resource(type = ManagedThreadFactory.class)
    private ThreadFactory threads;

    private @Nullable MailDoor door;
    private @Nullable Consumer<String> watcher;

    @PostConstruct
    void open() {
        Optional<MailDoorConfig> wanted =
                MailDoorConfig.from(new ConfigValues(key -> config.getOptionalValue(key, String.class)));
        if (wanted.isEmpty()) {
            return;
        }
        MailDoor opened =
                MailDoor.open(wanted.get(), MailTls.of(wanted.get().keystore(), password(wanted.get())), desk, threads);
        Consumer<String> changes = opened::changed;
        door = opened;
        watcher = changes;
        live.watch(changes);
        LOG.log(
                INFO,
                "SSMS-6101 mailboxes are read by POP3 and IMAP, too, at {0}, ports {1}",
                wanted.get().address().getHostAddress(),
                opened.ports());
    }

    private static char[] password(MailDoorConfig config) {
        try {
            return Files.readString(config.keystorePasswordFile()).strip().toCharArray();
        } catch (IOException e) {
            throw new ConfigException(MailDoorConfig.KEYSTORE, "has no password: " + e.getMessage());
        }
    }

    @PreDestroy
    void close() {
        if (watcher != null) {
            live.leave(watcher);
        }
        if (door != null) {
            door.close();
        }
    }
}
