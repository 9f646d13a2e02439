package org.ssms.sip.container.stack;

import gov.nist.core.net.SecurityManagerProvider;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.ssms.sip.container.config.InvalidConfigException;
import org.ssms.sip.container.config.SipContainerConfig;
import org.ssms.sip.container.config.TlsConfig;

/**
 * Certificate and trust of the TLS connectors. The stack creates it by its name and gives it the stack properties, which
 * hold file names only: the password is read here, used and forgotten. Peers of outgoing connections are trusted as the
 * JVM does.
 */
public final class TlsMaterial implements SecurityManagerProvider {
    private KeyManager @Nullable [] keyManagers;
    private TrustManager @Nullable [] trustManagers;

    @Override
    public void init(Properties properties) throws GeneralSecurityException {
        String keystore = properties.getProperty(SipContainerConfig.TLS_KEYSTORE);
        if (keystore == null) {
            return;
        }
        keyManagers = load(new TlsConfig(
                Path.of(keystore),
                properties.getProperty(SipContainerConfig.TLS_KEYSTORE_TYPE),
                Path.of(properties.getProperty(SipContainerConfig.TLS_KEYSTORE_PASSWORD_FILE))));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init((KeyStore) null);
        trustManagers = trust.getTrustManagers();
    }

    /**
     * Opens the key store.
     *
     * @throws InvalidConfigException naming the key of the file or type that cannot be used
     */
    static KeyManager[] load(TlsConfig config) {
        char[] password = password(config.passwordFile());
        try (InputStream in = Files.newInputStream(config.keystore())) {
            KeyStore keystore = KeyStore.getInstance(config.keystoreType());
            keystore.load(in, password);
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(keystore, password);
            return keys.getKeyManagers();
        } catch (GeneralSecurityException | IOException e) {
            throw new InvalidConfigException(
                    SipContainerConfig.TLS_KEYSTORE,
                    "cannot be opened: " + config.keystore() + ", " + e.getMessage(),
                    e);
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    private static char[] password(Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            return (lines.isEmpty() ? "" : lines.get(0)).toCharArray();
        } catch (IOException e) {
            throw new InvalidConfigException(
                    SipContainerConfig.TLS_KEYSTORE_PASSWORD_FILE, "cannot be read: " + file, e);
        }
    }

    @Override
    public KeyManager @Nullable [] getKeyManagers(boolean client) {
        return keyManagers;
    }

    @Override
    public TrustManager @Nullable [] getTrustManagers(boolean client) {
        return trustManagers;
    }
}
