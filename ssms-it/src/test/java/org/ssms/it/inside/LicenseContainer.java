package org.ssms.it.inside;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipFile;
import org.assertj.core.api.Assertions;
import org.jboss.arquillian.container.spi.client.container.ContainerConfiguration;
import org.jboss.arquillian.container.spi.client.container.DeployableContainer;
import org.jboss.arquillian.container.spi.client.container.DeploymentException;
import org.jboss.arquillian.container.spi.client.protocol.ProtocolDescription;
import org.jboss.arquillian.container.spi.client.protocol.metadata.HTTPContext;
import org.jboss.arquillian.container.spi.client.protocol.metadata.ProtocolMetaData;
import org.jboss.arquillian.container.spi.client.protocol.metadata.Servlet;
import org.jboss.arquillian.core.spi.LoadableExtension;
import org.jboss.arquillian.protocol.servlet5.ServletMethodExecutor;
import org.jboss.arquillian.protocol.servlet5.v_5.ServletProtocol;
import org.jboss.shrinkwrap.api.Archive;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.jspecify.annotations.Nullable;
import org.ssms.base.test.PostgresServer;
import org.ssms.it.AtOnce;
import org.ssms.it.server.Databases;
import org.ssms.it.server.SsmsServer;

/**
 * The container of Arquillian: the server of our build, started by its launcher with an archive in place of the EAR. To
 * deploy is to start it, to undeploy to stop it.
 */
public final class LicenseContainer implements DeployableContainer<LicenseContainer.Settings> {
    private static final int INDEX = 11;
    private static final String ON_H2 = "license-h2.war";
    private static final String ON_POSTGRES = "license-postgres.war";

    private @Nullable PostgresServer postgres;
    private @Nullable SsmsServer server;

    /** None. */
    public static final class Settings implements ContainerConfiguration {
        @Override
        public void validate() {}
    }

    /** Named in {@code META-INF/services}. */
    public static final class Extension implements LoadableExtension {
        @Override
        public void register(ExtensionBuilder builder) {
            builder.service(DeployableContainer.class, LicenseContainer.class);
        }
    }

    static WebArchive onH2() {
        return archive(ON_H2);
    }

    static WebArchive onPostgres() {
        return archive(ON_POSTGRES);
    }

    /** The license server as it is in the EAR, and beside its classes those of the tests. */
    private static WebArchive archive(String name) {
        try (ZipFile ear = new ZipFile(System.getProperty("ssms.it.deployment"));
                InputStream war = ear.getInputStream(ear.getEntry("ssms-license.war"))) {
            return ShrinkWrap.create(ZipImporter.class, name)
                    .importFrom(war)
                    .as(WebArchive.class)
                    .addClasses(GrantsContract.class, Message.class, Inside.class, AtOnce.class, AtOnce.Asker.class)
                    .addAsLibrary(jarOf(Assertions.class));
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static File jarOf(Class<?> type) throws URISyntaxException {
        return new File(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    @Override
    public Class<Settings> getConfigurationClass() {
        return Settings.class;
    }

    @Override
    public ProtocolDescription getDefaultProtocol() {
        return new ProtocolDescription(ServletProtocol.PROTOCOL_NAME);
    }

    @Override
    public ProtocolMetaData deploy(Archive<?> archive) throws DeploymentException {
        Map<String, String> settings = new TreeMap<>(Map.of("ssms.license.lease.report-within", "PT1H"));
        String password = null;
        if (archive.getName().equals(ON_POSTGRES)) {
            postgres = PostgresServer.launch("license");
            settings.put("ssms.license.db.url", postgres.url("license"));
            password = postgres.password();
        }
        SsmsServer started = start(archive, settings, password);
        server = started;
        HTTPContext http =
                new HTTPContext(started.http().getHost(), started.http().getPort());
        http.add(new Servlet(ServletMethodExecutor.ARQUILLIAN_SERVLET_NAME, "/license"));
        return new ProtocolMetaData().addContext(http);
    }

    private static SsmsServer start(Archive<?> archive, Map<String, String> settings, @Nullable String password)
            throws DeploymentException {
        try {
            Path file = Files.createDirectories(SsmsServer.directory()).resolve(archive.getName());
            archive.as(ZipExporter.class).exportTo(file.toFile(), true);
            return SsmsServer.start(file, "inside", INDEX, settings, home -> {
                if (password != null) {
                    Databases.givePassword(home, password, "license");
                }
            });
        } catch (IOException e) {
            throw new DeploymentException("no archive", e);
        }
    }

    @Override
    public void undeploy(Archive<?> archive) {
        if (server != null) {
            server.close();
            server = null;
        }
        if (postgres != null) {
            postgres.close();
            postgres = null;
        }
    }
}
