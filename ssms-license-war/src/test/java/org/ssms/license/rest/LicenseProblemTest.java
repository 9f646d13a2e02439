package org.ssms.license.rest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.ssms.base.http.Problem;
import org.ssms.license.Reason;
import org.ssms.license.grant.Refusal;

class LicenseProblemTest {
    @ParameterizedTest
    @EnumSource(names = {"UNKNOWN_KEY", "NOT_ENTITLED", "DESTROYED", "NOT_REGISTERED"})
    void unknown_foreign_destroyed_and_unfinished_are_one_answer(Reason reason) {
        assertThat(LicenseProblem.licenseRefused(reason).document().toJson())
                .isEqualTo("{\"type\":\"urn:ssms:no-license\",\"title\":\"No license\",\"status\":404,"
                        + "\"detail\":\"No such license.\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "MISMATCH, urn:ssms:malformed, 400",
        "NOT_YET, urn:ssms:not-yet, 403",
        "EXPIRED, urn:ssms:expired, 403",
        "PLAYS_EXHAUSTED, urn:ssms:plays-exhausted, 403",
        "DRM_TOO_WEAK, urn:ssms:drm-too-weak, 403",
        "NOT_BY_PHONE, urn:ssms:not-by-phone, 403",
        "REPLAYED, urn:ssms:replayed, 409",
        "REVOKED, urn:ssms:revoked, 403"
    })
    void a_refusal_of_a_holder_has_its_own_type(Reason reason, String type, int status) {
        Problem problem = LicenseProblem.licenseRefused(reason).document();
        assertThat(problem.type()).isEqualTo(type);
        assertThat(problem.status()).isEqualTo(status);
    }

    @Test
    void who_asks_for_too_much_is_told_the_member() {
        Problem problem = LicenseProblem.refused(new Refusal(Reason.RIGHTS_EXCEEDED, "plays"))
                .document();
        assertThat(problem.toJson())
                .contains("\"urn:ssms:rights-exceeded\"", "\"status\":403", "member 'plays' asks for more");
        assertThat(LicenseProblem.refused(Refusal.of(Reason.NOT_ENTITLED)).document())
                .isEqualTo(LicenseProblem.noLicense().document());
        assertThat(LicenseProblem.refused(new Refusal(Reason.NO_SUBSCRIBER, "to"))
                        .document()
                        .toJson())
                .contains("\"urn:ssms:malformed\"", "\"status\":400", "member 'to'");
        assertThat(LicenseProblem.refused(Refusal.of(Reason.TOO_MANY_GRANTS))
                        .document()
                        .status())
                .isEqualTo(403);
    }

    @Test
    void an_error_of_http_says_no_more_than_its_status() {
        assertThat(LicenseProblem.ofStatus(500).document().toJson())
                .isEqualTo("{\"type\":\"about:blank\",\"title\":\"Internal Server Error\",\"status\":500,"
                        + "\"detail\":\"Internal Server Error.\"}");
        assertThat(LicenseProblem.ofStatus(499).document().title()).isEqualTo("HTTP 499");
    }
}
