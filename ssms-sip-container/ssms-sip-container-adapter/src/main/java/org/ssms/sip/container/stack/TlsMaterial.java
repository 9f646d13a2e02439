package org.ssms.sip.container.stack;

import gov.nist.core.net.SecurityManagerProvider;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
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
import org.ssms.sip.container.config.TlsConfig.StoreFile;

/**
 * Certificate and trust of the TLS connectors. The stack creates it by its name and gives it the stack properties, which
 * hold file names only: passwords are read here, used and forgotten. Clients that call and servers that are called are
 * trusted alike, by the configured trust store or else as the JVM does.
 */
public final class TlsMaterial implements SecurityManagerProvider {
    /** Ends the key of a store's type. */
    static final String TYPE = "-type";
    /** Ends the key of a store's password file. */
    static final String PASSWORD_FILE = "-password-file";

    private KeyManager @Nullable [] keyManagers;
    private TrustManager @Nullable [] trustManagers;

    @Override
    public void init(Properties properties) throws GeneralSecurityException {
        StoreFile keystore = storeFile(properties, SipContainerConfig.TLS_KEYSTORE);
        if (keystore != null) {
            keyManagers = keys(keystore);
            trustManagers = trust(storeFile(properties, SipContainerConfig.TLS_TRUSTSTORE));
        }
    }

    private static @Nullable StoreFile storeFile(Properties properties, String key) {
        String file = properties.getProperty(key);
        return file == null
                ? null
                : new StoreFile(
                        Path.of(file),
                        properties.getProperty(key + TYPE),
                        Path.of(properties.getProperty(key + PASSWORD_FILE)));
    }

    /**
     * Opens the stores, to see that they can be.
     *
     * @throws InvalidConfigException naming the key of the file or type that cannot be used
     */
    static void check(TlsConfig config) {
        keys(config.keystore());
        config.truststore().ifPresent(TlsMaterial::trust);
    }

    private static KeyManager[] keys(StoreFile store) {
        char[] password = password(SipContainerConfig.TLS_KEYSTORE, store);
        try {
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(load(store, password), password);
            return keys.getKeyManagers();
        } catch (GeneralSecurityException | IOException e) {
            throw unusable(SipContainerConfig.TLS_KEYSTORE, store, e);
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    private static TrustManager[] trust(@Nullable StoreFile store) {
        try {
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store == null ? null : trustStore(store));
            return trust.getTrustManagers();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JVM has no trust managers", e);
        }
    }

    private static KeyStore trustStore(StoreFile store) {
        char[] password = password(SipContainerConfig.TLS_TRUSTSTORE, store);
        try {
            KeyStore trusted = load(store, password);
            if (trusted.size() == 0) {
                throw new KeyStoreException("it is empty");
            }
            return trusted;
        } catch (GeneralSecurityException | IOException e) {
            throw unusable(SipContainerConfig.TLS_TRUSTSTORE, store, e);
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    private static KeyStore load(StoreFile store, char[] password) throws GeneralSecurityException, IOException {
        try (InputStream in = Files.newInputStream(store.file())) {
            KeyStore opened = KeyStore.getInstance(store.type());
            opened.load(in, password);
            return opened;
        }
    }

    private static InvalidConfigException unusable(String key, StoreFile store, Exception why) {
        return new InvalidConfigException(key, "cannot be opened: " + store.file() + ", " + why.getMessage(), why);
    }

    private static char[] password(String key, StoreFile store) {
        try {
            List<String> lines = Files.readAllLines(store.passwordFile());
            return (lines.isEmpty() ? "" : lines.get(0)).toCharArray();
        } catch (IOException e) {
            throw new InvalidConfigException(key + PASSWORD_FILE, "cannot be read: " + store.passwordFile(), e);
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
