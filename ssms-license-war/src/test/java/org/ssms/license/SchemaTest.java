package org.ssms.license;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaTest extends SchemaContract {
    @Override
    DataSource create() {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        source.setUser("license");
        source.setPassword("");
        return source;
    }

    /** H2 commits each statement of a script; who is killed has done some of them and has not noted the version. */
    @Test
    void the_third_version_is_completed_by_the_next_start_wherever_a_start_was_killed() throws Exception {
        List<String> statements = statements("V3__grant_tree.sql");
        assertThat(statements).hasSizeGreaterThan(30);
        for (int done = 0; done <= statements.size(); done++) {
            if (done > 0) {
                close();
                fill_the_second_version();
            }
            fillWithGrants();
            for (String statement : statements.subList(0, done)) {
                execute(statement);
            }
            migrate("3");
            assertGrantsAreKept();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "3, V4__leases.sql",
        "4, V5__senders_and_defaults.sql",
        "5, V7__guests.sql",
        "6, V9__control_codes.sql",
        "9, V10__license_requests.sql",
        "15, V16__audit_chain.sql",
        "16, V17__accounts.sql"
    })
    void later_versions_too(String before, String script) throws Exception {
        List<String> statements = statements(script);
        assertThat(statements).hasSizeGreaterThan(1);
        for (int done = 0; done <= statements.size(); done++) {
            close();
            fill_the_second_version();
            fillWithGrants();
            migrate(before);
            for (String statement : statements.subList(0, done)) {
                execute(statement);
            }
            migrate("latest");
            assertGrantsAreKept();
        }
    }

    private static List<String> statements(String script) throws IOException {
        try (InputStream in = SchemaTest.class.getResourceAsStream("/" + LOCATION + "/" + script)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8).replaceAll("(?m)--.*$", "");
            return Pattern.compile(";")
                    .splitAsStream(text)
                    .filter(statement -> !statement.isBlank())
                    .toList();
        }
    }
}
