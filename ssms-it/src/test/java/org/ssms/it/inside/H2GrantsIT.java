package org.ssms.it.inside;

import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** On H2. */
class H2GrantsIT extends GrantsContract {
    @Deployment
    static WebArchive archive() {
        return LicenseContainer.onH2();
    }
}
