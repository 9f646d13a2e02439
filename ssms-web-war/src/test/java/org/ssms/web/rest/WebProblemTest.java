package org.ssms.web.rest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ssms.greeting.GreetingRefusedException.Reason;

class WebProblemTest {
    // other systems branch on these: never change one
    @ParameterizedTest
    @CsvSource({
        "400, urn:ssms:malformed",
        "401, urn:ssms:not-authenticated",
        "403, urn:ssms:not-allowed",
        "404, urn:ssms:not-found",
        "405, urn:ssms:method-not-allowed",
        "406, urn:ssms:not-acceptable",
        "413, urn:ssms:too-large",
        "415, urn:ssms:unsupported-media-type",
        "416, urn:ssms:range-not-satisfiable",
        "500, urn:ssms:internal",
        "502, urn:ssms:internal",
        "503, urn:ssms:unavailable",
        "418, urn:ssms:malformed",
    })
    void the_type_of_a_status_is_stable(int status, String type) {
        assertThat(WebProblem.of(status).document().type()).isEqualTo(type);
        assertThat(WebProblem.of(status).document().status()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({
        "TOO_SHORT, 400, urn:ssms:greeting-too-short",
        "TOO_LONG, 400, urn:ssms:greeting-too-long",
        "WRONG_END, 400, urn:ssms:greeting-end",
        "LOCKED, 403, urn:ssms:greetings-locked",
        "NO_MAILBOX, 404, urn:ssms:not-found",
    })
    void c30_a_greeting_that_is_refused_says_why(Reason reason, int status, String type) {
        assertThat(WebProblem.greetingRefused(reason).document().status()).isEqualTo(status);
        assertThat(WebProblem.greetingRefused(reason).document().type()).isEqualTo(type);
    }

    @Test
    void a_problem_is_written_with_the_members_of_rfc_9457() {
        assertThat(WebProblem.tooManyStreams().document().toJson())
                .isEqualTo("{\"type\":\"urn:ssms:too-many-streams\",\"title\":\"Too many streams\",\"status\":429,"
                        + "\"detail\":\"Too many open event streams of this user.\"}");
    }

    @Test
    void t11_a_notice_that_is_not_sent_is_told() {
        assertThat(WebProblem.tooManyNotices().document().type()).isEqualTo("urn:ssms:too-many-notices");
        assertThat(WebProblem.tooManyNotices().document().status()).isEqualTo(429);
    }
}
