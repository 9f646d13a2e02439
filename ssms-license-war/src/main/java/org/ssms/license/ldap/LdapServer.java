package org.ssms.license.ldap;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ssms.license.LicenseConfig;

/** Opens the door of LDAP where the operator names a port, when licenses can be given. */
@Singleton
@Startup
@DependsOn({"LicenseServer", "LeaseKeeper"})
@TransactionManagement(TransactionManagementType.BEAN)
public class LdapServer {
    private static final Logger LOG = System.getLogger(LdapServer.class.getName());

    @Inject
    private LicenseConfig config;

    @Inject
    private LdapDesk desk;

    private @Nullable LdapDoor door;

    @PostConstruct
    void open() {
        Optional<LdapConfig> wanted = config.ldap();
        if (wanted.isEmpty()) {
            return;
        }
        LdapTls tls = LdapTls.of(wanted.get().key(), config.certificates());
        LdapDoor opened = LdapDoor.open(wanted.get(), tls, desk);
        door = opened;
        LOG.log(
                Level.INFO,
                "SSMS-5301 licenses are given over LDAP, too, at {0}, ports {1}",
                wanted.get().address().getHostAddress(),
                opened.ports());
    }

    @PreDestroy
    void close() {
        if (door != null) {
            door.close();
        }
    }
}
