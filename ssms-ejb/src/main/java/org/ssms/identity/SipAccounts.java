package org.ssms.identity;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.ssms.base.config.ConfigException;

/**
 * Makes the phone passwords ready at start. The file of new ones is deleted when they are committed: after a crash in
 * between the next start takes the same ones over again.
 */
@Singleton
@Startup
@DependsOn("SchemaMigration")
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class SipAccounts {
    private static final System.Logger LOG = System.getLogger(SipAccounts.class.getName());

    @Inject
    private SipSecrets secrets;

    @Inject
    private IdentityConfig config;

    @PostConstruct
    void prepare() {
        secrets.prepareNobody();
        takeOver(config.digest().accountsFile(), secrets);
        long unreadable = secrets.unreadable();
        if (unreadable > 0) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "SSMS-8001 " + unreadable + " phone passwords do not open under the key of"
                            + " ssms.digest.secret-keystore; these subscribers need new ones");
        }
    }

    static void takeOver(Path file, SipSecrets secrets) {
        if (Files.notExists(file)) {
            return;
        }
        try {
            Map<String, String> accounts = SipAccountsFile.read(file);
            secrets.takeOver(accounts);
            Files.delete(file); // a file that stays would bring old passwords back at each start
            LOG.log(
                    System.Logger.Level.INFO,
                    "SSMS-8002 " + accounts.size() + " phone passwords are taken over, their file is deleted");
        } catch (IOException e) {
            throw new ConfigException(IdentityConfig.ACCOUNTS_FILE, "cannot be read and deleted: " + e.getMessage());
        }
    }
}
