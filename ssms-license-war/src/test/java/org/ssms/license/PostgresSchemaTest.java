package org.ssms.license;

import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.postgresql.ds.PGSimpleDataSource;
import org.ssms.base.test.PostgresServer;

/** With the most foreign way to write dates. */
@Tag("peer")
class PostgresSchemaTest extends SchemaContract {
    private static PostgresServer postgres;
    private static int databases;

    @BeforeAll
    static void start() {
        postgres = PostgresServer.launch();
    }

    @AfterAll
    static void end() {
        postgres.close();
    }

    @Override
    DataSource create() {
        String name = "license" + databases++;
        postgres.create(name);
        postgres.administer("alter database " + name + " set datestyle to 'SQL, DMY'");
        postgres.administer("alter database " + name + " set timezone to 'Asia/Kathmandu'");
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setURL(postgres.url(name));
        source.setUser(name);
        source.setPassword(postgres.password());
        return source;
    }
}
