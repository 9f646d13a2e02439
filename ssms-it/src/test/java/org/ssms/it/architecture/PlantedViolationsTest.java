package org.ssms.it.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A rule that matches nothing would never fail. Each finds the violations that are planted for it. */
class PlantedViolationsTest {
    private final JavaClasses planted = new ClassFileImporter()
            .importPackages(
                    "org.ssms.media.planted",
                    "org.ssms.web.planted",
                    "org.ssms.license.planted",
                    "org.ssms.guard.planted",
                    "org.ssms.sip.container.planted",
                    "org.ssms.protect.key");

    static Stream<ArchRule> rules() {
        return Stream.of(
                ArchitectureTest.libraries_know_no_container,
                ArchitectureTest.sip_api_stays_in_the_sip_adapter,
                ArchitectureTest.crypto_api_stays_in_protect,
                ArchitectureTest.features_have_no_cycles,
                ArchitectureTest.arrows,
                ArchitectureTest.media_and_protect_are_strangers,
                ArchitectureTest.the_license_server_stands_alone,
                ArchitectureTest.the_media_server_does_not_know_the_license_server,
                ArchitectureTest.the_guard_knows_nobody,
                ArchitectureTest.the_sip_container_knows_nothing_of_voicemail,
                ArchitectureTest.entities_stay_behind_services,
                ArchitectureTest.entities_have_no_public_setters,
                ArchitectureTest.no_wall_clock,
                ArchitectureTest.no_predictable_randomness,
                ArchitectureTest.constants_are_final);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void a_planted_violation_is_found(ArchRule rule) {
        assertThat(rule.evaluate(planted).hasViolation()).isTrue();
    }
}
