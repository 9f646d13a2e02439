package org.ssms.it.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.JavaModifier.PUBLIC;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import jakarta.persistence.Entity;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Random;

/** Who may know whom (DESIGN §1), over the main classes of all modules. {@link PlantedViolationsTest} shows that the rules see something. */
@AnalyzeClasses(packages = "org.ssms", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static void the_classes_of_every_module_are_looked_at(JavaClasses classes) {
        for (String ofModule : List.of(
                "base.json",
                "client",
                "media",
                "protect",
                "player",
                "call",
                "location",
                "identity",
                "sip",
                "sip.container",
                "web",
                "license",
                "guard")) {
            assertThat(classes.containPackage("org.ssms." + ofModule))
                    .as(ofModule)
                    .isTrue();
        }
    }

    @ArchTest
    static final ArchRule libraries_know_no_container = noClasses()
            .that()
            .resideInAnyPackage(
                    "org.ssms.base..",
                    "org.ssms.client..",
                    "org.ssms.media..",
                    "org.ssms.protect..",
                    "org.ssms.player..")
            .and()
            .resideOutsideOfPackage("org.ssms.base.json") // JSON-P is a library of Java SE, too
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta..", "javax.servlet..", "org.wildfly..", "org.jboss..");

    @ArchTest
    static final ArchRule sip_api_stays_in_the_sip_adapter = noClasses()
            .that()
            .resideOutsideOfPackage("org.ssms.sip..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("javax.servlet..");

    /** The container, a product of its own, seals its routes itself (ADR 0015); the guard has no library below it. */
    @ArchTest
    static final ArchRule crypto_api_stays_in_protect = noClasses()
            .that()
            .resideOutsideOfPackage("org.ssms.protect..")
            .and()
            .doNotHaveFullyQualifiedName("org.ssms.sip.container.stack.PathToken")
            .and()
            .doNotHaveFullyQualifiedName("org.ssms.guard.login.RememberedPasswords")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("javax.crypto..");

    @ArchTest
    static final ArchRule features_have_no_cycles =
            slices().matching("org.ssms.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule arrows = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("adapters")
            .definedBy("org.ssms.sip..", "org.ssms.web..", "org.ssms.license.rest..")
            .layer("core")
            .definedBy(
                    "org.ssms.call..",
                    "org.ssms.recording..",
                    "org.ssms.mailbox..",
                    "org.ssms.notify..",
                    "org.ssms.config..",
                    "org.ssms.ops..",
                    "org.ssms.location..",
                    "org.ssms.identity..",
                    "org.ssms.license",
                    "org.ssms.license.grant..",
                    "org.ssms.license.session..")
            .layer("player")
            .definedBy("org.ssms.player..")
            .layer("libraries")
            .definedBy("org.ssms.base..", "org.ssms.client..", "org.ssms.media..", "org.ssms.protect..")
            .whereLayer("adapters")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("player")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("libraries")
            .mayOnlyBeAccessedByLayers("core", "adapters", "player");

    @ArchTest
    static final ArchRule media_and_protect_are_strangers =
            slices().matching("org.ssms.(media|protect)..").should().notDependOnEachOther();

    /** The trust boundary: who owns the media server still owns no key. */
    @ArchTest
    static final ArchRule the_license_server_stands_alone = noClasses()
            .that()
            .resideInAPackage("org.ssms.license..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.ssms.call..",
                    "org.ssms.recording..",
                    "org.ssms.mailbox..",
                    "org.ssms.notify..",
                    "org.ssms.config..",
                    "org.ssms.ops..",
                    "org.ssms.location..",
                    "org.ssms.identity..",
                    "org.ssms.media..",
                    "org.ssms.sip..",
                    "org.ssms.web..");

    @ArchTest
    static final ArchRule the_media_server_does_not_know_the_license_server = noClasses()
            .that()
            .resideOutsideOfPackage("org.ssms.license..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.ssms.license..");

    /** A module of the application server: everybody may stand behind it, and it knows nobody. */
    @ArchTest
    static final ArchRule the_guard_knows_nobody = noClasses()
            .that()
            .resideInAPackage("org.ssms.guard..")
            .should()
            .dependOnClassesThat(resideInAPackage("org.ssms..").and(resideOutsideOfPackage("org.ssms.guard..")));

    @ArchTest
    static final ArchRule the_sip_container_knows_nothing_of_voicemail = noClasses()
            .that()
            .resideInAPackage("org.ssms.sip.container..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.ssms.call..",
                    "org.ssms.config..",
                    "org.ssms.identity..",
                    "org.ssms.location..",
                    "org.ssms.mailbox..",
                    "org.ssms.media..",
                    "org.ssms.protect..",
                    "org.ssms.recording..");

    @ArchTest
    static final ArchRule entities_stay_behind_services = noClasses()
            .that()
            .resideInAnyPackage("..rest..", "..sip..", "..web..")
            .should()
            .dependOnClassesThat()
            .areAnnotatedWith(Entity.class);

    @ArchTest
    static final ArchRule entities_have_no_public_setters = methods()
            .that()
            .areDeclaredInClassesThat()
            .areAnnotatedWith(Entity.class)
            .and()
            .haveNameMatching("set[A-Z].*")
            .should()
            .notHaveModifier(PUBLIC)
            .allowEmptyShould(true); // best of all, there is no setter

    @ArchTest
    static final ArchRule no_wall_clock = noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(LocalDateTime.class, "now")
            .orShould()
            .callMethod(LocalDate.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis");

    @ArchTest
    static final ArchRule no_predictable_randomness = noClasses()
            .should()
            .callConstructor(Random.class)
            .orShould()
            .callConstructor(Random.class, long.class)
            .orShould()
            .callMethod(Math.class, "random");

    @ArchTest
    static final ArchRule constants_are_final =
            fields().that().areStatic().and().areNotPrivate().should().beFinal();
}
