package org.ssms.ops;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.ssms.call.Door;
import org.ssms.recording.RecordingConfig;

/** Asks storage and database, each time anew. */
@ApplicationScoped
public class Node implements NodeMXBean {
    private static final int DATABASE_TIMEOUT_SECONDS = 2;

    @Resource(lookup = "java:jboss/datasources/SsmsDS")
    private DataSource dataSource;

    @Inject
    private RecordingConfig config;

    @Inject
    private Door door;

    @Override
    public boolean isReady() {
        return isStorageWritable() && isDatabaseUp() && door.isReady();
    }

    @Override
    public boolean isStorageWritable() {
        return Files.isWritable(config.storage().directory());
    }

    @Override
    public long getStorageFreeMegabytes() {
        return config.storage().directory().toFile().getUsableSpace() >> 20;
    }

    @Override
    public boolean isDatabaseUp() {
        try (Connection connection = dataSource.getConnection()) {
            return connection.isValid(DATABASE_TIMEOUT_SECONDS);
        } catch (SQLException e) {
            return false;
        }
    }
}
