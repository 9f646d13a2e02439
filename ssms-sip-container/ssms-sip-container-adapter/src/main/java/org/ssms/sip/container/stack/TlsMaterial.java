package org.ssms.sip.container.stack;

import gov.nist.core.net.SecurityManagerProvider;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.ssms.sip.container.config.InvalidConfigException;
import org.ssms.sip.container.config.SipContainerConfig;
import org.ssms.sip.container.config.TlsConfig;
import org.ssms.sip.container.config.TlsConfig.StoreFile;

/**
 * Certificate and trust of the TLS connectors. The stack creates it by its name and gives it the stack properties,
 * which hold file names only: passwords are read here, used and forgotten. Clients that call and servers that are
 * called are trusted alike, by the configured trust store or else as the JVM does. So is the holder of our own key: a
 * proxied call may come back to this server.
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
            KeyStore own = keystore(keystore);
            keyManagers = keys(keystore, own);
            trustManagers = trust(own, storeFile(properties, SipContainerConfig.TLS_TRUSTSTORE));
        }
    }

    private static @Nullable StoreFile storeFile(Properties properties, String key) {
        String file = properties.getProperty(key);
        String type = properties.getProperty(key + TYPE);
        if (file == null || type == null) { // a system property alone comes in here as well: no connector needs it
            return null;
        }
        return new StoreFile(Path.of(file), type, Path.of(properties.getProperty(key + PASSWORD_FILE)));
    }

    /**
     * Opens the stores, to see that they can be.
     *
     * @throws InvalidConfigException naming the key of the file or type that cannot be used
     */
    static void check(TlsConfig config) {
        KeyStore own = keystore(config.keystore());
        keys(config.keystore(), own);
        trust(own, config.truststore().orElse(null));
    }

    private static KeyStore keystore(StoreFile store) {
        return load(SipContainerConfig.TLS_KEYSTORE, store);
    }

    private static KeyManager[] keys(StoreFile store, KeyStore own) {
        char[] password = password(SipContainerConfig.TLS_KEYSTORE, store);
        try {
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(own, password);
            return keys.getKeyManagers();
        } catch (GeneralSecurityException e) {
            throw unusable(SipContainerConfig.TLS_KEYSTORE, store, e);
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    private static TrustManager[] trust(KeyStore own, @Nullable StoreFile store) {
        KeyStore configured = store == null ? null : load(SipContainerConfig.TLS_TRUSTSTORE, store);
        try {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            for (TrustManager manager : trustManagers(configured)) {
                for (X509Certificate issuer : ((X509TrustManager) manager).getAcceptedIssuers()) {
                    trusted.setCertificateEntry("trusted-" + trusted.size(), issuer);
                }
            }
            if (trusted.size() == 0 && store != null) {
                throw unusable(SipContainerConfig.TLS_TRUSTSTORE, store, new KeyStoreException("it is empty"));
            }
            for (String alias : Collections.list(own.aliases())) {
                trusted.setCertificateEntry("own-" + alias, own.getCertificate(alias));
            }
            return trustManagers(trusted);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("the JVM has no trust managers", e);
        }
    }

    private static TrustManager[] trustManagers(@Nullable KeyStore trusted) throws GeneralSecurityException {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        return trust.getTrustManagers();
    }

    private static KeyStore load(String key, StoreFile store) {
        char[] password = password(key, store);
        try (InputStream in = Files.newInputStream(store.file())) {
            KeyStore opened = KeyStore.getInstance(store.type());
            opened.load(in, password);
            return opened;
        } catch (GeneralSecurityException | IOException e) {
            throw unusable(key, store, e);
        } finally {
            Arrays.fill(password, '\0');
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
