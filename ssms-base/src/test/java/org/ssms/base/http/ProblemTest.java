package org.ssms.base.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProblemTest {
    @Test
    void a_problem_is_written_with_the_members_of_rfc_9457() {
        assertThat(new Problem("urn:ssms:expired", "License \"expired\"", 403, "It has ended.").toJson())
                .isEqualTo("{\"type\":\"urn:ssms:expired\",\"title\":\"License \\\"expired\\\"\",\"status\":403,"
                        + "\"detail\":\"It has ended.\"}");
    }

    @Test
    void its_type_is_read_back() {
        assertThat(Problem.typeOf(Problem.malformed("no").toJson())).isEqualTo("urn:ssms:malformed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>", "{}", "{\"type\":7}", "{\"type\":null}", "[\"type\"]"})
    void what_names_no_type_is_about_blank(String body) {
        assertThat(Problem.typeOf(body)).isEqualTo("about:blank");
    }
}
