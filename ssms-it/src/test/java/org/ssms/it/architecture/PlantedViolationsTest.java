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
            .importPackages(Stream.concat(
                            Stream.of("org.ssms.protect.key"),
                            Stream.concat(modules(), ArchitectureTest.FEATURES.keySet().stream())
                                    .map(part -> "org.ssms." + part + ".planted"))
                    .toArray(String[]::new));

    static Stream<ArchRule> rules() {
        return Stream.of(
                ArchitectureTest.libraries_know_no_container,
                ArchitectureTest.sip_api_stays_in_the_sip_adapter,
                ArchitectureTest.crypto_api_stays_in_protect,
                ArchitectureTest.features_have_no_cycles,
                ArchitectureTest.who_takes_no_calls_knows_the_door_only,
                ArchitectureTest.the_door_knows_no_call,
                ArchitectureTest.entities_stay_behind_services,
                ArchitectureTest.entities_have_no_public_setters,
                ArchitectureTest.no_wall_clock,
                ArchitectureTest.no_predictable_randomness,
                ArchitectureTest.constants_are_final);
    }

    /** Each in a package of its own; those of ssms-ejb in its features. */
    static Stream<String> modules() {
        return ArchitectureTest.MODULES.keySet().stream().filter(module -> !module.equals("ejb"));
    }

    static Stream<String> features() {
        return ArchitectureTest.FEATURES.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("modules")
    void a_module_that_knows_somebody_else_is_found(String module) {
        assertThat(ArchitectureTest.module(module).evaluate(planted).hasViolation())
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("features")
    void a_feature_that_knows_another_one_is_found(String feature) {
        assertThat(ArchitectureTest.feature(feature).evaluate(planted).hasViolation())
                .isTrue();
        assertThat(ArchitectureTest.module("ejb").evaluate(planted).hasViolation())
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void a_planted_violation_is_found(ArchRule rule) {
        assertThat(rule.evaluate(planted).hasViolation()).isTrue();
    }
}
