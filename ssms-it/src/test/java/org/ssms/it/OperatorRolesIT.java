package org.ssms.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.management.InstanceNotFoundException;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.ObjectName;
import javax.management.ReflectionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ssms.it.server.HttpFrom;
import org.ssms.it.server.Jmx;
import org.ssms.it.server.SsmsServer;

/** What an operator may do: one list of operators and roles for JMX and for accounts and lists by REST (issue 12). */
@SsmsServer.Beside
class OperatorRolesIT {
    private static final int INDEX = 6;
    private static final String PASSWORD = "tnr8c-w2qk1-0vdxh-93fza";

    private static final String TEXTS = String[].class.getName();

    private static SsmsServer server;

    @BeforeAll
    static void start() {
        server = SsmsServer.start("roles", INDEX, Map.of(), OperatorRolesIT::addOperators);
    }

    private static void addOperators(Path home) {
        try {
            Path secrets = Files.createDirectories(home.resolve("secrets/management"));
            Files.writeString(
                    secrets.resolve("users.properties"),
                    "rita=%1$s\nolga=%1$s\nsid=%1$s\nnone=%1$s\n".formatted(PASSWORD));
            Files.writeString(secrets.resolve("groups.properties"), "rita=read\nolga=operate\nsid=security\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void by_jmx_all_see_attributes_and_who_keeps_the_security_calls_operations() throws Exception {
        for (String name : new String[] {"rita", "olga", "sid"}) {
            assertThat(jmx(name).number("Calls", "Current")).as(name).isZero();
        }
        assertThatThrownBy(() -> jmx("none").number("Calls", "Current")).isInstanceOf(Exception.class);
        jmx("sid").invoke("Calls", "drain");
        jmx("sid").invoke("Calls", "resume");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rita", "olga", "none"})
    void t30_by_jmx_nobody_else_takes_the_keys_out_of_the_memory_or_the_server_over(
            String name, @TempDir Path directory) throws Exception {
        Path heap = directory.resolve("heap.hprof");
        String text = String.class.getName();
        refused(
                name,
                "com.sun.management:type=HotSpotDiagnostic",
                "dumpHeap",
                call(text, heap.toString(), "boolean", true));
        refused(name, "com.sun.management:type=DiagnosticCommand", "jvmtiAgentLoad", call(TEXTS, new String[] {"/x.so"
        }));
        refused(name, "com.sun.management:type=DiagnosticCommand", "gcClassHistogram", call(TEXTS, new String[0]));
        refused(name, "org.ssms:type=Calls", "drain", call());
        refused(name, "org.ssms:type=Location", "addAddress", call(text, "bob", text, "4199"));
        refused(
                name,
                "org.ssms:type=Audit",
                "export",
                call(text, directory.resolve("audit").toString()));
        assertThatThrownBy(() -> jmx(name)
                        .ask(connection ->
                                connection.createMBean("javax.management.loading.MLet", new ObjectName("x:type=MLet"))))
                .isInstanceOf(Exception.class);
        assertThat(directory).isEmptyDirectory();
        assertThat(jmx("sid").text("Calls", "State")).isEqualTo("ACCEPTING");
    }

    /** Refused by rights, and not because we have asked wrongly: who keeps the security finds the operation. */
    private static void refused(String name, String bean, String operation, Call call) throws Exception {
        MBeanInfo known = jmx("sid").ask(connection -> connection.getMBeanInfo(new ObjectName(bean)));
        assertThat(known.getOperations())
                .extracting(MBeanOperationInfo::getName)
                .contains(operation);
        assertThatThrownBy(() -> jmx(name)
                        .ask(connection -> connection.invoke(
                                new ObjectName(bean),
                                operation,
                                call.values().toArray(),
                                call.types().toArray(String[]::new))))
                .as(name + " " + operation)
                .isNotInstanceOf(ReflectionException.class)
                .isNotInstanceOf(InstanceNotFoundException.class)
                .isInstanceOf(Exception.class);
    }

    private record Call(List<String> types, List<Object> values) {}

    /** @param typesAndValues in turn */
    private static Call call(Object... typesAndValues) {
        List<String> types = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < typesAndValues.length; i += 2) {
            types.add((String) typesAndValues[i]);
            values.add(typesAndValues[i + 1]);
        }
        return new Call(types, values);
    }

    @ParameterizedTest
    @CsvSource({
        "rita, GET, '', 200",
        "rita, POST, /bob/disable, 403",
        "rita, POST, /bob/reset, 403",
        "rita, DELETE, /bob, 403",
        "olga, GET, /bob, 200",
        "olga, POST, /bob/disable, 204",
        "olga, POST, /bob/enable, 204",
        "olga, POST, /bob/reset, 403",
        "olga, DELETE, /bob, 403",
        "sid, GET, /alice, 200",
        "sid, POST, /alice/reset, 200",
        "none, GET, '', 401"
    })
    void by_rest_each_may_what_those_before_him_may(String name, String method, String path, int status)
            throws Exception {
        HttpFrom.Answer answer = new HttpFrom("127.0.0.134")
                .ask(server.http().resolve("/license/v1/accounts" + path), method, HttpFrom.basic(name, PASSWORD), "");
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        if (status == 403) {
            assertThat(answer.body()).contains("urn:ssms:not-your-role");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "rita, GET, '', 200",
        "rita, PUT, /night, 403",
        "olga, PUT, /night, 403",
        "olga, DELETE, /night, 403",
        "sid, PUT, /day, 200",
        "none, GET, '', 401"
    })
    void lists_are_seen_by_all_and_changed_by_who_keeps_the_security(
            String name, String method, String path, int status) throws Exception {
        HttpFrom.Answer answer = new HttpFrom("127.0.0.134")
                .ask(
                        server.http().resolve("/operators/v1/lists" + path),
                        method,
                        HttpFrom.json(HttpFrom.basic(name, PASSWORD)),
                        "{\"members\":[\"alice\",\"bob\"]}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        if (status == 403) {
            assertThat(answer.body()).contains("urn:ssms:not-your-role");
        }
    }

    private static Jmx jmx(String name) {
        return Jmx.of(server, name, PASSWORD);
    }
}
