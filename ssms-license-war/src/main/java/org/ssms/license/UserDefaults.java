package org.ssms.license;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
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

    boolean isOf(String user) {
        return username.equals(user);
    }

    void change(DefaultRights other) {
        rights = other.toJson();
    }

    /** @throws IllegalStateException when somebody else wrote the row */
    DefaultRights rights() {
        try {
            return DefaultRights.fromJson(rights);
        } catch (MalformedLicenseException e) {
            throw new IllegalStateException("the default rights of " + username + " cannot be read", e);
        }
    }
}
