package org.ssms.it.server;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Starts the shared servers that the classes of a run ask for, before its first test, and no others. A start takes all
 * processors for half a minute: when tests of one server called already while the other started, its media loops were
 * late, and it refused their calls.
 *
 * <p>JUnit's launcher finds it as a service. When a start fails, the tests that ask for that server fail and say why.
 */
public final class SharedServers implements TestExecutionListener {
    private static final Map<Class<?>, Runnable> STARTS =
            Map.of(SsmsServer.class, SsmsServer::shared, Exchange.class, Exchange::shared);

    @Override
    public void testPlanExecutionStarted(TestPlan plan) {
        CompletableFuture.allOf(askedFor(classes(plan)).stream()
                        .map(server -> CompletableFuture.runAsync(STARTS.get(server)))
                        .toArray(CompletableFuture[]::new))
                .join();
    }

    private static Set<Class<?>> classes(TestPlan plan) {
        return plan.getRoots().stream()
                .flatMap(root -> plan.getDescendants(root).stream())
                .map(TestIdentifier::getSource)
                .flatMap(Optional::stream)
                .filter(ClassSource.class::isInstance)
                .map(source -> ((ClassSource) source).getJavaClass())
                .collect(Collectors.toSet());
    }

    /** {@link SsmsServer} and {@link Exchange}, when these test classes call their {@code shared()} themselves. */
    public static Set<Class<?>> askedFor(Collection<Class<?>> tests) {
        Set<Class<?>> asking = new HashSet<>();
        tests.forEach(test -> addWithMembers(asking, test));
        return ArchConfiguration.withThreadLocalScope(configuration -> {
            configuration.setResolveMissingDependenciesFromClassPath(false); // those would be thousands
            return new ClassFileImporter()
                    .importClasses(asking).stream()
                            .flatMap(SharedServers::asked)
                            .collect(Collectors.toSet());
        });
    }

    private static void addWithMembers(Set<Class<?>> classes, Class<?> test) {
        for (Class<?> type = test; type != null && isOurs(type) && classes.add(type); type = type.getSuperclass()) {
            for (Class<?> member : type.getDeclaredClasses()) {
                addWithMembers(classes, member);
            }
        }
    }

    /** Others ask for no server, and some have members that extend them. */
    private static boolean isOurs(Class<?> type) {
        return type.getName().startsWith("org.ssms.");
    }

    /** Those of the two that a class calls. */
    public static Stream<Class<?>> asked(JavaClass asking) {
        return asking.getMethodCallsFromSelf().stream()
                .filter(call -> call.getName().equals("shared"))
                .flatMap(call -> STARTS.keySet().stream()
                        .filter(server -> call.getTargetOwner().isEquivalentTo(server)));
    }
}
