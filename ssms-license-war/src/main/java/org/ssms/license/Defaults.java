package org.ssms.license;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import org.ssms.protect.license.DefaultRights;

/** What users decide of rights beforehand, each for himself. */
@Stateless
public class Defaults {
    @PersistenceContext(unitName = "license")
    private EntityManager entities;

    @Inject
    private AuditLog audit;

    public DefaultRights show(Origin origin) {
        audit.record(AuditEntry.granted(AuditEvent.DEFAULTS_SHOWN, origin));
        return UserDefaults.of(user(origin), entities);
    }

    /**
     * For messages that are left from now on. Of two first changes at the same time one may fail with an EJBException;
     * repeating it changes what the other has written.
     */
    public void change(DefaultRights rights, Origin origin) {
        UserDefaults found = entities.find(UserDefaults.class, user(origin), LockModeType.PESSIMISTIC_WRITE);
        if (found == null) {
            entities.persist(new UserDefaults(user(origin), rights));
        } else {
            found.change(rights);
        }
        audit.record(AuditEntry.granted(AuditEvent.DEFAULTS_CHANGED, origin));
    }

    private static String user(Origin origin) {
        return String.valueOf(origin.actor());
    }
}
