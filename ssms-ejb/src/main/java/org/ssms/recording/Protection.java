package org.ssms.recording;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.ssms.client.LicenseServerClient;
import org.ssms.config.ConfigException;
import org.ssms.config.SsmsConfig;
import org.ssms.protect.key.ServiceKey;
import org.ssms.protect.manifest.ManifestSigner;
import org.ssms.protect.recording.RecordingStore;

/** Sets up what org.ssms.protect needs from the configuration: storage, the node's key, the license server. */
@ApplicationScoped
public class Protection {
    /** The engine ends a recording by its own clock; the store only guards against more. */
    private static final Duration SLACK = Duration.ofMinutes(1);

    @Produces
    @Singleton
    RecordingStore store(SsmsConfig config) {
        try {
            return new RecordingStore(
                    config.storage().directory(), config.recording().max().plus(SLACK));
        } catch (IOException e) {
            throw new ConfigException("ssms.storage.directory", "cannot be used: " + e.getMessage());
        }
    }

    @Produces
    @Singleton
    ManifestSigner signer(SsmsConfig config) {
        char[] password = text("ssms.node.keystore-password-file", config.node().keystorePasswordFile())
                .toCharArray();
        try {
            return ManifestSigner.load(config.node().keystore(), password, SsmsConfig.Node.ALIAS);
        } catch (IOException e) {
            throw new ConfigException("ssms.node.keystore", "cannot be used: " + e.getMessage());
        } finally {
            Arrays.fill(password, ' ');
        }
    }

    @Produces
    @Singleton
    LicenseServerClient licenseServer(SsmsConfig config) {
        SsmsConfig.License license = config.license();
        ServiceKey key = serviceKey(license.serviceKeyFile());
        try {
            return new LicenseServerClient(license.url(), key, license.timeout(), null);
        } catch (IllegalArgumentException e) {
            throw new ConfigException("ssms.license.url", String.valueOf(e.getMessage()));
        }
    }

    private static ServiceKey serviceKey(Path file) {
        String key = "ssms.license.service-key-file";
        try {
            return ServiceKey.parse(text(key, file));
        } catch (IllegalArgumentException e) {
            throw new ConfigException(key, "does not hold a service key");
        }
    }

    private static String text(String key, Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new ConfigException(key, "cannot be read: " + file);
        }
    }
}
