package org.ssms.license;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.ssms.protect.license.DefaultRights;
import org.ssms.protect.license.MalformedLicenseException;

/** What a user has decided of rights beforehand. No row: nothing. */
@Entity
@Table(name = "rights_default")
public class UserDefaults {
    @Id
    private String username;

    /** JSON, as in the public interface. */
    @Column
    private String rights;

    protected UserDefaults() {}

    UserDefaults(String username, DefaultRights rights) {
        this.username = username;
        this.rights = rights.toJson();
    }

    /**
     * Those of a user, in the transaction of the bean that asks.
     *
     * @throws IllegalStateException when somebody else wrote the row
     */
    static DefaultRights of(String user, EntityManager entities) {
        UserDefaults row = entities.find(UserDefaults.class, user);
        return row == null ? DefaultRights.NONE : row.rights();
    }

    void change(DefaultRights other) {
        rights = other.toJson();
    }

    private DefaultRights rights() {
        try {
            return DefaultRights.fromJson(rights);
        } catch (MalformedLicenseException e) {
            throw new IllegalStateException("the default rights of " + username + " cannot be read", e);
        }
    }
}
