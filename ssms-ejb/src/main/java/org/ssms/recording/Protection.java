package org.ssms.recording;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Provider;
import java.time.Duration;
import java.util.Arrays;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.ssms.base.config.ConfigException;
import org.ssms.client.LicenseServerClient;
import org.ssms.protect.key.ServiceKey;
import org.ssms.protect.manifest.ManifestSigner;
import org.ssms.protect.recording.GreetingStore;
import org.ssms.protect.recording.RecordingStore;

/** Sets up what org.ssms.protect needs from the configuration: storage, the node's key, the license server. */
@ApplicationScoped
public class Protection {
    /** The engine ends a recording by its own clock; the store only guards against more. */
    private static final Duration SLACK = Duration.ofMinutes(1);

    /** Signs with P-256 for a fraction of what it costs the JDK's own (ADR 0027). Not registered with the JVM. */
    static final Provider SIGNATURES = new BouncyCastleProvider();

    @Produces
    @Singleton
    RecordingStore store(RecordingConfig config) {
        try {
            return new RecordingStore(
                    config.storage().directory(), config.limits().max().plus(SLACK));
        } catch (IOException e) {
            throw new ConfigException(RecordingConfig.DIRECTORY, "cannot be used: " + e.getMessage());
        }
    }

    @Produces
    @Singleton
    GreetingStore greetings(RecordingConfig config) {
        try {
            return new GreetingStore(config.storage().directory().resolve("greetings"));
        } catch (IOException e) {
            throw new ConfigException(RecordingConfig.DIRECTORY, "cannot be used: " + e.getMessage());
        }
    }

    @Produces
    @Singleton
    ManifestSigner signer(RecordingConfig config) {
        char[] password = text(
                        RecordingConfig.NODE_KEYSTORE_PASSWORD_FILE,
                        config.signature().keystorePasswordFile())
                .toCharArray();
        try {
            return ManifestSigner.load(
                    config.signature().keystore(), password, RecordingConfig.Signature.ALIAS, SIGNATURES);
        } catch (IOException e) {
            throw new ConfigException(RecordingConfig.NODE_KEYSTORE, "cannot be used: " + e.getMessage());
        } finally {
            Arrays.fill(password, ' ');
        }
    }

    @Produces
    @Singleton
    LicenseServerClient licenseServer(RecordingConfig config) {
        RecordingConfig.LicenseServer license = config.licenseServer();
        ServiceKey key = serviceKey(license.serviceKeyFile());
        try {
            return new LicenseServerClient(license.url(), key, license.timeout(), null);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(RecordingConfig.LICENSE_URL, String.valueOf(e.getMessage()));
        }
    }

    private static ServiceKey serviceKey(Path file) {
        String key = RecordingConfig.SERVICE_KEY_FILE;
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
