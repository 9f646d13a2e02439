package org.ssms.it.inside;

import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** On PostgreSQL. */
class PostgresGrantsIT extends GrantsContract {
    @Deployment
    static WebArchive archive() {
        return LicenseContainer.onPostgres();
    }
}
