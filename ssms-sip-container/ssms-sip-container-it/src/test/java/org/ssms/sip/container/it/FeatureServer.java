package org.ssms.sip.container.it;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A server with an EAR that is put together here as a stranger would: the container's jars in its library directory,
 * and WARs that are SIP applications. Started once for all tests that ask for it.
 */
final class FeatureServer implements AutoCloseable {
    static final int SIP_PORT = 5_070 + WildFly.PORT_OFFSET;
    static final int WS_PORT = 5_071 + WildFly.PORT_OFFSET;
    static final int WSS_PORT = 5_072 + WildFly.PORT_OFFSET;
    static final int CALLEE_PORT = 5_100 + WildFly.PORT_OFFSET;

    private static final int FURTHER = 300;
    private static final Path WORK =
            Path.of(System.getProperty("wildfly.work")).resolveSibling("server-of-the-feature-tests");
    private static final String EAR = "features.ear";

    private static final String[] APPLICATIONS = {
        "screening", "features", "shootme", "shootist", "forking", "speeddial", "refer", "targets", "handler", "timers"
    };

    private final Leg calledAtStart = Leg.answering("called-at-start", 180, 200);
    private final WildFly server;

    private FeatureServer() throws Exception {
        String connectors = "udp:127.0.0.1:%1$d,tcp:127.0.0.1:%1$d,ws:127.0.0.1:%2$d,wss:127.0.0.1:%3$d"
                .formatted(SIP_PORT, WS_PORT, WSS_PORT);
        server = new WildFly(new WildFly.Setup(
                WORK,
                Path.of(System.getProperty("java.home")),
                WildFly.PORT_OFFSET + FURTHER,
                connectors,
                ear(EAR, APPLICATIONS),
                EAR,
                List.of(
                        "-Dsip.application-router=" + resource("router.properties"),
                        "-Dit.shootist.callee=" + calledAtStart.uri())));
    }

    static FeatureServer of(ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.GLOBAL)
                .getOrComputeIfAbsent(FeatureServer.class, key -> start(), FeatureServer.class);
    }

    private static FeatureServer start() {
        try {
            return new FeatureServer();
        } catch (Exception e) {
            throw new IllegalStateException("WildFly does not start, see its log", e);
        }
    }

    WildFly server() {
        return server;
    }

    /** The phone that an application calls as soon as it is in service. */
    Leg calledAtStart() {
        return calledAtStart;
    }

    private static Path resource(String name) {
        return Path.of(System.getProperty("sipp.scenarios"))
                .resolveSibling("apps")
                .resolve(name);
    }

    /** Puts an EAR together; the classes of an application, and its {@code sip.xml} if there is one, have its name. */
    static Path ear(String name, String... applications) throws IOException, URISyntaxException {
        Path ear = Files.createDirectories(WORK.resolveSibling("features")).resolve(name);
        try (OutputStream file = Files.newOutputStream(ear);
                JarOutputStream out = new JarOutputStream(file);
                FileSystem war = FileSystems.newFileSystem(Path.of(System.getProperty("it.war")));
                Stream<Path> jars = Files.list(war.getPath("WEB-INF/lib"))) {
            for (Path jar : jars.toList()) {
                add(out, "lib/" + jar.getFileName(), Files.readAllBytes(jar));
            }
            for (String application : applications) {
                add(out, name.replace(".ear", "-") + application + ".war", war(application));
            }
        }
        return ear;
    }

    private static byte[] war(String application) throws IOException, URISyntaxException {
        Path descriptor = resource(application + ".xml");
        ByteArrayOutputStream war = new ByteArrayOutputStream();
        try (JarOutputStream out = new JarOutputStream(war)) {
            addClasses(out, application);
            if (Files.exists(descriptor)) {
                String text = Files.readString(descriptor).replace("@CALLEE_PORT@", Integer.toString(CALLEE_PORT));
                add(out, "WEB-INF/sip.xml", SipText.bytes(text));
            }
            add(out, "WEB-INF/beans.xml", SipText.bytes("<beans bean-discovery-mode=\"annotated\"/>"));
        }
        return war.toByteArray();
    }

    private static void addClasses(JarOutputStream out, String application) throws IOException, URISyntaxException {
        Path classes = Path.of(FeatureServer.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Path ofApplication = classes.resolve("org/ssms/sip/container/it/apps").resolve(application);
        if (Files.isDirectory(ofApplication)) {
            try (Stream<Path> files = Files.list(ofApplication)) {
                for (Path type : files.toList()) {
                    add(out, "WEB-INF/classes/" + classes.relativize(type), Files.readAllBytes(type));
                }
            }
        }
    }

    private static void add(JarOutputStream out, String name, byte[] content) throws IOException {
        out.putNextEntry(new JarEntry(name));
        out.write(content);
        out.closeEntry();
    }

    @Override
    public void close() throws IOException {
        server.close();
        calledAtStart.close();
    }
}
