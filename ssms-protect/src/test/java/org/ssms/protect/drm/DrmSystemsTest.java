package org.ssms.protect.drm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ssms.protect.license.MinDrm;

/** A system of somebody else comes in a jar, and nothing else of ours knows it. */
class DrmSystemsTest {
    private static final LicenseServers NOWHERE = transport -> Optional.empty();

    @TempDir
    Path folder;

    @Test
    void srtp_protects_streams_and_clearkey_files_and_streams() {
        try (DrmSystems shipped = DrmSystems.load(null)) {
            assertThat(types(shipped, ProtectedFormat.SRTP_STREAM)).containsExactly("srtp", "clearkey");
            assertThat(types(shipped, ProtectedFormat.CENC_FILE)).containsExactly("clearkey");
        }
    }

    @Test
    void the_shipped_ones_get_their_licenses_from_our_license_server() {
        LicenseAddress https = new LicenseAddress("license.example.org", 8443);
        LicenseServers ours = transport -> Optional.of(https).filter(any -> transport.equals("HTTP/TLS"));
        try (DrmSystems shipped = DrmSystems.shipped()) {
            DrmSystem srtp = shipped.all().get(0);
            assertThat(srtp.transports()).containsExactly("HTTP/TLS", "LDAP/SSL");
            assertThat(srtp.licenseServer("HTTP/TLS", ours)).contains(https);
            assertThat(srtp.licenseServer("LDAP/SSL", ours)).isEmpty();
            assertThat(srtp.level()).isEqualTo(MinDrm.CLEARKEY);
        }
    }

    @Test
    void f5_57_one_more_is_added_by_a_jar_alone() throws IOException {
        jar("dummy.jar", source("dummy", "List.of(\"PIGEON/RFC1149\")"));
        try (DrmSystems systems = DrmSystems.load(folder)) {
            assertThat(types(systems, ProtectedFormat.SRTP_STREAM)).containsExactly("srtp", "clearkey", "dummy");
            DrmSystem dummy = systems.all().get(2);
            assertThat(dummy.level()).isEqualTo(MinDrm.HARDWARE);
            assertThat(dummy.licenseServer("PIGEON/RFC1149", NOWHERE))
                    .contains(new LicenseAddress("dummy.example.org", 1149));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "srtp,  'List.of(\"X\")',      two DRM systems are called srtp",
        "SRTP,  'List.of(\"X\")',      two DRM systems are called SRTP",
        "a b,   'List.of(\"X\")',      a DRM system has a type that is no token",
        "'',    'List.of(\"X\")',      a DRM system has a type that is no token",
        "0,     'List.of(\"X\")',      a DRM system has a type that is no token",
        "d,     'List.of(\"X Y\")',    the DRM system d has a transport that is none",
        "d,     'List.of(\"X\", \"0\")', the DRM system d has a transport that is none"
    })
    void one_that_could_not_be_negotiated_is_refused_at_start(String type, String transports, String why)
            throws IOException {
        jar("dummy.jar", source(type, transports));
        assertThatThrownBy(() -> DrmSystems.load(folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(why);
    }

    @Test
    void one_that_fails_when_it_is_asked_is_refused_at_start() throws IOException {
        jar("dummy.jar", source("d", "null"));
        assertThatThrownBy(() -> DrmSystems.load(folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cannot be loaded")
                .hasRootCauseInstanceOf(NullPointerException.class);
    }

    @Test
    void a_jar_that_names_a_class_that_is_not_there_is_refused_at_start() throws IOException {
        jar("broken.jar", Map.of());
        assertThatThrownBy(() -> DrmSystems.load(folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cannot be loaded");
    }

    @Test
    void a_folder_without_jars_adds_none_and_one_that_is_not_there_is_refused() throws IOException {
        Files.writeString(folder.resolve("README"), "");
        try (DrmSystems systems = DrmSystems.load(folder)) {
            assertThat(types(systems, ProtectedFormat.SRTP_STREAM)).containsExactly("srtp", "clearkey");
        }
        assertThatThrownBy(() -> DrmSystems.load(folder.resolve("x"))).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"host:443", "192.0.2.1:1", "[2001:db8::1]:65535"})
    void an_address_has_host_and_port(String text) {
        assertThat(LicenseAddress.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "host",
                "host:",
                ":443",
                "host:0",
                "host:65536",
                "0:443",
                "2001:db8::1:443",
                "a b:1",
                "a..b:1"
            })
    void anything_else_is_none(String text) {
        assertThatThrownBy(() -> LicenseAddress.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    private static List<String> types(DrmSystems systems, ProtectedFormat format) {
        return systems.all().stream()
                .filter(system -> system.formats().contains(format))
                .map(DrmSystem::type)
                .toList();
    }

    /** Of a class that no class path of ours has. */
    private static Map<String, byte[]> source(String type, String transports) throws IOException {
        return compile("org.example.drm.Dummy", """
                package org.example.drm;
                import java.util.*;
                import org.ssms.protect.drm.*;
                import org.ssms.protect.license.MinDrm;
                public final class Dummy implements DrmSystem {
                    public String type() { return "%s"; }
                    public MinDrm level() { return MinDrm.HARDWARE; }
                    public Set<ProtectedFormat> formats() { return Set.of(ProtectedFormat.SRTP_STREAM); }
                    public List<String> transports() { return %s; }
                    public Optional<LicenseAddress> licenseServer(String transport, LicenseServers ours) {
                        return Optional.of(new LicenseAddress("dummy.example.org", 1149));
                    }
                }
                """.formatted(type, transports));
    }

    /** Where the interface is, in whatever way the tests are started. */
    private static Path ours() {
        try {
            return Path.of(DrmSystem.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private void jar(String name, Map<String, byte[]> classes) throws IOException {
        try (OutputStream file = Files.newOutputStream(folder.resolve(name));
                JarOutputStream jar = new JarOutputStream(file)) {
            jar.putNextEntry(new JarEntry("META-INF/services/" + DrmSystem.class.getName()));
            jar.write("org.example.drm.Dummy".getBytes(UTF_8));
            for (Map.Entry<String, byte[]> compiled : classes.entrySet()) {
                jar.putNextEntry(new JarEntry(compiled.getKey()));
                jar.write(compiled.getValue());
            }
        }
    }

    private static Map<String, byte[]> compile(String name, String source) throws IOException {
        Map<String, ByteArrayOutputStream> classes = new HashMap<>();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager standard = compiler.getStandardFileManager(null, null, UTF_8)) {
            JavaFileManager memory = new ForwardingJavaFileManager<JavaFileManager>(standard) {
                @Override
                public JavaFileObject getJavaFileForOutput(
                        Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
                    return new SimpleJavaFileObject(URI.create("mem:///" + className), kind) {
                        @Override
                        public OutputStream openOutputStream() {
                            ByteArrayOutputStream out = new ByteArrayOutputStream();
                            classes.put(className.replace('.', '/') + ".class", out);
                            return out;
                        }
                    };
                }
            };
            SimpleJavaFileObject unit =
                    new SimpleJavaFileObject(
                            URI.create("mem:///" + name.replace('.', '/') + ".java"), JavaFileObject.Kind.SOURCE) {
                        @Override
                        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                            return source;
                        }
                    };
            List<String> options = List.of("-proc:none", "-cp", ours().toString());
            boolean done = compiler.getTask(null, memory, null, options, null, List.of(unit))
                    .call();
            assertThat(done).isTrue();
        }
        Map<String, byte[]> bytes = new HashMap<>();
        classes.forEach((file, out) -> bytes.put(file, out.toByteArray()));
        return bytes;
    }

    /** That nothing but the jar has it. */
    @Test
    void the_dummy_is_on_no_class_path_of_ours() {
        assertThat(Stream.of("org.example.drm.Dummy").filter(this::isThere)).isEmpty();
    }

    private boolean isThere(String name) {
        try {
            Class.forName(name);
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
