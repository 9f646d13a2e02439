package org.ssms.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcDataSource;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import org.ssms.base.test.PostgresServer;

/** The entities are what the tables of the last version hold. */
class SchemaTest {
    @Test
    void entities_and_tables_are_the_same_on_h2() {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:mem:ssms-schema;DB_CLOSE_DELAY=-1");
        validate(source);
    }

    @Test
    @Tag("peer")
    void entities_and_tables_are_the_same_on_postgresql() {
        try (PostgresServer postgres = PostgresServer.launch("ssms")) {
            PGSimpleDataSource source = new PGSimpleDataSource();
            source.setURL(postgres.url("ssms"));
            source.setUser("ssms");
            source.setPassword(postgres.password());
            validate(source);
        }
    }

    private static void validate(DataSource source) {
        Flyway.configure()
                .dataSource(source)
                .locations("classpath:db/ssms")
                .load()
                .migrate();
        try (EntityManagerFactory unit = Persistence.createEntityManagerFactory(
                "ssms",
                Map.of(
                        "jakarta.persistence.transactionType",
                        "RESOURCE_LOCAL",
                        "jakarta.persistence.nonJtaDataSource",
                        source))) {
            assertThat(unit.getMetamodel().getEntities()).hasSizeGreaterThan(6);
            unit.unwrap(SessionFactory.class).getSchemaManager().validateMappedObjects();
        }
    }
}
