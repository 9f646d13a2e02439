package org.ssms.it.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysFalse;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.JavaModifier.PUBLIC;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import jakarta.persistence.Entity;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.ssms.call.Call;
import org.ssms.call.CallDesk;
import org.ssms.call.OpenCalls;

/**
 * Who may know whom (DESIGN §1), over the main classes of all modules. {@link PlantedViolationsTest} shows that the
 * rules see something.
 */
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
                "guard",
                "database")) {
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

    /** Every arrow between modules that ARCHITECTURE.md draws in §2, and no other. */
    static final Map<String, Set<String>> MODULES = Map.ofEntries(
            Map.entry("base", Set.of()),
            Map.entry("media", Set.of()),
            Map.entry("guard", Set.of()),
            Map.entry("database", Set.of()),
            Map.entry("health", Set.of()),
            Map.entry("sip.container", Set.of()),
            Map.entry("protect", Set.of("base")),
            Map.entry("client", Set.of("protect", "base")),
            Map.entry("player", Set.of("media", "client", "protect", "base")),
            Map.entry("license", Set.of("protect", "base", "guard")),
            Map.entry("ejb", Set.of("media", "client", "protect", "base", "guard")),
            Map.entry("sip", Set.of("ejb", "media", "protect", "base", "sip.container")),
            Map.entry("web", Set.of("ejb", "client", "protect", "base", "guard")));

    /** The arrows inside ssms-ejb. */
    static final Map<String, Set<String>> FEATURES = Map.of(
            "identity", Set.of(),
            "greeting", Set.of(),
            "mailbox", Set.of("identity"),
            "location", Set.of("identity", "mailbox"),
            "recording", Set.of("identity", "mailbox"),
            "notify", Set.of("identity", "greeting", "mailbox"),
            "call", Set.of("identity", "greeting", "mailbox", "location", "recording"),
            "ops", Set.of("identity", "greeting", "mailbox", "location", "recording", "call"),
            "config", Set.of("identity", "mailbox", "location", "recording", "call", "notify"));

    @ArchTest
    static final ArchRule modules_know_whom_the_architecture_draws = all(MODULES.keySet(), ArchitectureTest::module);

    @ArchTest
    static final ArchRule features_know_whom_the_architecture_draws = all(FEATURES.keySet(), ArchitectureTest::feature);

    private static ArchRule all(Set<String> names, Function<String, ArchRule> rule) {
        return names.stream()
                .sorted()
                .map(rule)
                .map(one -> CompositeArchRule.of(one))
                .reduce(CompositeArchRule::and)
                .orElseThrow();
    }

    /** A module may know itself, those of its arrows, and what is not ours. */
    static ArchRule module(String name) {
        Set<String> known = MODULES.getOrDefault(name, Set.of());
        return noClasses()
                .that(areOf(name))
                .should()
                .dependOnClassesThat(
                        resideInAPackage("org.ssms..").and(not(areOf(name))).and(not(areOfOneOf(known))))
                .as(name + " knows " + known + " only");
    }

    /** What a feature may know of the others is one thing, what its module may know another. */
    static ArchRule feature(String name) {
        Set<String> others = new TreeSet<>(FEATURES.keySet());
        others.remove(name);
        Set<String> known = FEATURES.getOrDefault(name, Set.of());
        others.removeAll(known);
        return noClasses()
                .that()
                .resideInAPackage("org.ssms." + name + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        others.stream().map(other -> "org.ssms." + other + "..").toArray(String[]::new))
                .as(name + " knows " + known + " only");
    }

    private static DescribedPredicate<JavaClass> areOfOneOf(Set<String> modules) {
        return modules.stream().map(ArchitectureTest::areOf).reduce(alwaysFalse(), (some, next) -> some.or(next));
    }

    private static DescribedPredicate<JavaClass> areOf(String module) {
        return switch (module) {
            case "ejb" ->
                resideInAnyPackage(FEATURES.keySet().stream()
                        .map(feature -> "org.ssms." + feature + "..")
                        .toArray(String[]::new));
            case "sip" -> resideInAPackage("org.ssms.sip..").and(resideOutsideOfPackage("org.ssms.sip.container.."));
            default -> resideInAPackage("org.ssms." + module + "..");
        };
    }

    @ArchTest
    static void no_class_is_of_no_module(JavaClasses classes) {
        DescribedPredicate<JavaClass> ofAModule = areOfOneOf(MODULES.keySet());
        assertThat(classes)
                .isNotEmpty()
                .allSatisfy(
                        one -> assertThat(ofAModule.test(one)).as(one.getName()).isTrue());
    }

    /** So a location server without calls stays possible. */
    @ArchTest
    static final ArchRule who_takes_no_calls_knows_the_door_only = noClasses()
            .that()
            .haveNameMatching("org\\.ssms\\.sip\\.(planted\\.)?(Redirect|Proxy|Options)Servlet|org\\.ssms\\.ops\\.Node")
            .should()
            .dependOnClassesThat(ofACall());

    @ArchTest
    static final ArchRule the_door_knows_no_call = noClasses()
            .that()
            .haveNameMatching("org\\.ssms\\.call\\.(planted\\.)?(Door|Admission)(\\$.*)?")
            .should()
            .dependOnClassesThat(ofACall());

    private static DescribedPredicate<JavaClass> ofACall() {
        return assignableTo(Call.class)
                .or(belongToAnyOf(CallDesk.class, OpenCalls.class))
                .or(resideInAPackage("org.ssms.media.."))
                .as("of calls");
    }

    @ArchTest
    static final ArchRule entities_stay_behind_services = noClasses()
            .that()
            .resideInAnyPackage("..rest..", "..ldap..", "..sip..", "..web..")
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
