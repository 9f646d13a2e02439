package org.ssms.ops;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.ssms.call.CallDesk;
import org.ssms.config.SsmsConfig;
import org.ssms.media.engine.MediaEngine;

/** Ready when a call could be answered and its message kept: storage, database, media engine. Tells no secrets. */
@Readiness
@ApplicationScoped
public class NodeReadiness implements HealthCheck {
    private static final int DATABASE_TIMEOUT_SECONDS = 2;

    @Resource(lookup = "java:jboss/datasources/SsmsDS")
    private DataSource dataSource;

    @Inject
    private SsmsConfig config;

    @Inject
    private MediaEngine engine;

    @Inject
    private CallDesk desk;

    @Override
    public HealthCheckResponse call() {
        boolean storage = Files.isWritable(config.storageDirectory());
        boolean database = databaseAnswers();
        return HealthCheckResponse.named("ssms")
                .withData("storage", storage)
                .withData("database", database)
                .withData("openCalls", engine.counters().openCalls())
                .withData("accepting", desk.accepting())
                .status(storage && database)
                .build();
    }

    private boolean databaseAnswers() {
        try (Connection connection = dataSource.getConnection()) {
            return connection.isValid(DATABASE_TIMEOUT_SECONDS);
        } catch (SQLException e) {
            return false;
        }
    }
}
