package org.ssms.license;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.EJB;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.StandardMBean;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.ssms.license.audit.Audit;
import org.ssms.license.audit.AuditChain;
import org.ssms.license.audit.AuditKeys;
import org.ssms.license.audit.AuditMXBean;
import org.ssms.license.session.Accounts;
import org.ssms.license.session.Tokens;
import org.ssms.protect.key.KeyEncryptionKey;
import org.ssms.protect.key.ServiceKeyHash;

/**
 * Starts the license server before the first request: settings and keys, schema, accounts, management bean. Anything
 * unusable stops the deployment.
 */
@Singleton
@Startup
@TransactionManagement(TransactionManagementType.BEAN)
public class LicenseServer {
    private static final Logger LOG = System.getLogger(LicenseServer.class.getName());
    private static final String SCHEMA = "classpath:org/ssms/license/schema";
    private static final String SCHEMA_HISTORY = "license_schema_history";
    private static final String OBJECT_NAME = "org.ssms:type=LicenseServer";
    private static final String AUDIT_NAME = "org.ssms:type=Audit";

    @Resource(lookup = "java:jboss/datasources/LicenseDS")
    private DataSource database;

    @Inject
    private LicenseConfig config;

    @EJB
    private Accounts accounts;

    @Inject
    private LicenseStatistics statistics;

    @Inject
    private Audit audit;

    @Inject
    private AuditKeys auditKeys;

    @Inject
    private Clock clock;

    /** Has the keys made now: an unusable one stops the deployment and not the first request. */
    @Inject
    @SuppressWarnings("UnusedVariable") // to be made is all they are needed for
    void need(KeyEncryptionKey kek, Tokens tokens, ServiceKeyHash serviceKey, AuditKeys auditKeys) {}

    @PostConstruct
    void start() {
        Flyway.configure(LicenseServer.class.getClassLoader())
                .dataSource(database)
                .locations(SCHEMA)
                .table(SCHEMA_HISTORY)
                .load()
                .migrate();
        AuditChain.begin(database, auditKeys, clock.instant());
        try {
            accounts.load(config.accountsFile());
            MBeanServer management = ManagementFactory.getPlatformMBeanServer();
            management.registerMBean(
                    new StandardMBean(statistics, LicenseServerMXBean.class, true), new ObjectName(OBJECT_NAME));
            management.registerMBean(new StandardMBean(audit, AuditMXBean.class, true), new ObjectName(AUDIT_NAME));
        } catch (IOException | IllegalArgumentException e) {
            throw LicenseConfig.unusable(LicenseConfig.ACCOUNTS_FILE, e);
        } catch (JMException e) {
            throw new IllegalStateException("cannot register " + OBJECT_NAME + " and " + AUDIT_NAME, e);
        }
        LOG.log(
                Level.INFO,
                "SSMS-4001 license server started, session tokens are good for {0}",
                config.tokenLifetime());
    }

    @PreDestroy
    void stop() {
        for (String name : new String[] {OBJECT_NAME, AUDIT_NAME}) {
            try {
                ManagementFactory.getPlatformMBeanServer().unregisterMBean(new ObjectName(name));
            } catch (JMException e) {
                LOG.log(Level.WARNING, "SSMS-4004 cannot unregister " + name, e);
            }
        }
    }
}
