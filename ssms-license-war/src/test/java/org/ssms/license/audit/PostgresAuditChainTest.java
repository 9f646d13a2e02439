package org.ssms.license.audit;

import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.postgresql.ds.PGSimpleDataSource;
import org.ssms.base.test.PostgresServer;

@Tag("peer")
class PostgresAuditChainTest extends AuditChainContract {
    private static PostgresServer postgres;
    private static int databases;

    @BeforeAll
    static void start() {
        postgres = PostgresServer.launch();
    }

    @AfterAll
    static void stop() {
        postgres.close();
    }

    @Override
    DataSource create() {
        String name = "audit" + databases++;
        postgres.create(name);
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setURL(postgres.url(name));
        source.setUser(name);
        source.setPassword(postgres.password());
        return source;
    }

    @Override
    int trials() {
        return 100;
    }
}
