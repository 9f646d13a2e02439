package org.ssms.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.TestExecutionListener;
import org.ssms.it.planted.Asking;
import org.ssms.it.server.Exchange;
import org.ssms.it.server.SharedServers;
import org.ssms.it.server.SsmsServer;

/** Which servers start before a run. */
class SharedServersTest {
    @Test
    void a_run_starts_those_that_its_classes_ask_for() {
        assertThat(SharedServers.askedFor(List.of(PinIT.class))).containsExactly(SsmsServer.class);
        assertThat(SharedServers.askedFor(List.of(GatewayIT.class))).containsExactly(Exchange.class);
        assertThat(SharedServers.askedFor(List.of(GatewayIT.class, LauncherIT.class, SipScenariosIT.class)))
                .containsExactlyInAnyOrder(SsmsServer.class, Exchange.class);
    }

    @Test
    void a_class_with_servers_of_its_own_starts_no_other() {
        assertThat(SharedServers.askedFor(List.of(LauncherIT.class, EndedCallsE2eIT.class, AwaitTest.class)))
                .isEmpty();
    }

    @Test
    void members_and_what_a_class_extends_ask_too() {
        assertThat(SharedServers.askedFor(List.of(Asking.class)))
                .containsExactlyInAnyOrder(SsmsServer.class, Exchange.class);
        assertThat(SharedServers.askedFor(List.of(Asking.Extending.class))).containsExactly(SsmsServer.class);
        assertThat(SharedServers.askedFor(List.of(Asking.Extended.Within.class)))
                .containsExactly(SsmsServer.class);
    }

    /** Who asks in another class would get a server that starts while others call. */
    @Test
    void nobody_but_test_classes_asks() {
        JavaClasses ours = ArchConfiguration.withThreadLocalScope(configuration -> {
            configuration.setResolveMissingDependenciesFromClassPath(false);
            return new ClassFileImporter().importPackages("org.ssms.it");
        });
        assertThat(ours)
                .filteredOn(type -> SharedServers.asked(type).findAny().isPresent())
                .extracting(JavaClass::getName)
                .allMatch(name -> name.matches("[^$]*(IT|SharedServers|planted\\.Asking)(\\$.*)?"))
                .anyMatch(name -> name.endsWith("PinIT"));
    }

    @Test
    void the_launcher_finds_it() {
        assertThat(ServiceLoader.load(TestExecutionListener.class)).hasAtLeastOneElementOfType(SharedServers.class);
    }
}
