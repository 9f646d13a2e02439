package org.ssms.web.rest;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProblemTest {
    // other systems branch on these: never change one
    @ParameterizedTest
    @CsvSource({
        "400, urn:ssms:malformed",
        "401, urn:ssms:not-authenticated",
        "403, urn:ssms:not-allowed",
        "404, urn:ssms:not-found",
        "405, urn:ssms:method-not-allowed",
        "406, urn:ssms:not-acceptable",
        "415, urn:ssms:unsupported-media-type",
        "416, urn:ssms:range-not-satisfiable",
        "500, urn:ssms:internal",
        "503, urn:ssms:internal",
        "418, urn:ssms:malformed",
    })
    void the_type_of_a_status_is_stable(int status, String type) {
        assertThat(Problem.of(status).type()).isEqualTo(type);
        assertThat(Problem.of(status).status()).isEqualTo(status);
    }

    @Test
    void a_problem_is_written_with_the_members_of_rfc_9457() {
        JsonObject json = Json.createReader(
                        new StringReader(Problem.tooManyStreams().toJson()))
                .readObject();
        assertThat(json.keySet()).containsExactlyInAnyOrder("type", "title", "status", "detail");
        assertThat(json.getString("type")).isEqualTo("urn:ssms:too-many-streams");
        assertThat(json.getInt("status")).isEqualTo(429);
    }
}
