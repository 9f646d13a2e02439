package org.ssms.license.audit;

import java.util.UUID;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;

class AuditChainTest extends AuditChainContract {
    @Override
    DataSource create() {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        source.setUser("license");
        source.setPassword("");
        return source;
    }

    @Override
    int trials() {
        return 1000;
    }
}
