package org.ssms.sip.container.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Does what the README tells somebody who knows nothing: its files, its POM, a plain server. */
class StrangerIT {
    private static final int FURTHER = 900;
    private static final int SIP_PORT = 5_090 + WildFly.PORT_OFFSET;
    private static final int BUILD_MINUTES = 3;
    private static final String VERSION = "0.1.0-SNAPSHOT";
    private static final Path CONTAINER = Path.of(System.getProperty("it.container"));
    private static final Path WORK = Path.of(System.getProperty("wildfly.work")).resolveSibling("stranger");
    private static final Pattern FILE = Pattern.compile("(?m)^`([\\w./-]+)`\\n```\\w+\\n([\\s\\S]*?)^```$");

    private final Path project = WORK.resolve("hello");
    private final Path repository = WORK.resolve("repository");

    private void writeFilesOfReadme() throws IOException {
        Matcher file = FILE.matcher(Files.readString(CONTAINER.resolve("README.md")));
        while (file.find()) {
            Path path = project.resolve(file.group(1));
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.group(2));
        }
    }

    /** As {@code mvn install} would, in a repository that nobody else uses. */
    private void installContainer() throws IOException {
        try (FileSystem war = FileSystems.newFileSystem(Path.of(System.getProperty("it.war")));
                Stream<Path> jars = Files.list(war.getPath("WEB-INF/lib"))) {
            for (Path jar : jars.toList()) {
                String name = jar.getFileName().toString();
                if (name.contains("-" + VERSION)) {
                    install(jar, name.substring(0, name.indexOf("-" + VERSION)), name);
                }
            }
        }
        installPom("ssms", CONTAINER.resolve("../pom.xml"));
        installPom("ssms-sip-container", CONTAINER.resolve("pom.xml"));
        installPom("restcomm-jakarta", CONTAINER.resolve("restcomm-jakarta/pom.xml"));
        installPom("ssms-sip-container-adapter", CONTAINER.resolve("ssms-sip-container-adapter/pom.xml"));
    }

    private void installPom(String artifact, Path pom) throws IOException {
        install(pom, artifact, artifact + "-" + VERSION + ".pom");
    }

    private void install(Path file, String artifact, String name) throws IOException {
        Path directory = repository.resolve("org/ssms").resolve(artifact).resolve(VERSION);
        Files.createDirectories(directory);
        Files.write(directory.resolve(name), Files.readAllBytes(file));
    }

    /** What the build of this project has brought is all that it can get. */
    private Path build() throws IOException, InterruptedException {
        Path settings = WORK.resolve("settings.xml");
        Files.writeString(settings, """
                <settings>
                  <mirrors>
                    <mirror><id>local</id><mirrorOf>*</mirrorOf><url>%s</url></mirror>
                  </mirrors>
                </settings>
                """.formatted(
                        Path.of(System.getProperty("it.repository")).toUri()));
        Path log = WORK.resolve("build.log");
        Process maven = new ProcessBuilder(
                        Path.of(System.getProperty("it.maven"), "bin/mvn").toString(),
                        "-B",
                        "-s",
                        settings.toString(),
                        "-Dmaven.repo.local=" + repository,
                        "package")
                .directory(project.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        boolean ended = maven.waitFor(BUILD_MINUTES, TimeUnit.MINUTES);
        maven.destroyForcibly();
        assertThat(ended).isTrue();
        assertThat(Files.readString(log)).contains("BUILD SUCCESS");
        return project.resolve("target/hello.war");
    }

    @Test
    void hello_world_of_the_readme_is_built_and_answers() throws Exception {
        WildFly.deleteAll(WORK);
        Files.createDirectories(project);
        writeFilesOfReadme();
        installContainer();
        WildFly.Setup setup = new WildFly.Setup(
                WORK.resolveSibling("server-of-the-stranger"),
                Path.of(System.getProperty("java.home")),
                WildFly.PORT_OFFSET + FURTHER,
                "udp:127.0.0.1:" + SIP_PORT,
                build(),
                "hello.war",
                List.of());
        try (WildFly server = new WildFly(setup);
                Phone caller = new Phone(SIP_PORT)) {
            caller.invite("hello", List.of());
            String ok = caller.awaitFinal();
            assertThat(ok).startsWith("SIP/2.0 200 Hello, it!");
            assertThat(caller.hangUp(ok)).isEqualTo(200);
            assertThat(server.logText()).doesNotContain("Exception");
        }
    }
}
