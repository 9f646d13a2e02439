package org.ssms.protect.key;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Arrays;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;

/** Opens key stores of files and of hardware tokens alike. */
public final class KeyStores {
    private static final String HARDWARE = "PKCS11";

    private KeyStores() {}

    /**
     * Opens a key store for reading.
     *
     * @throws IOException when the file is missing, is no key store, or the password is wrong
     */
    public static KeyStore load(Path file, String type, char[] password) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(type);
        if (type.equals(HARDWARE)) {
            store.load(null, password);
            return store;
        }
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, password);
        }
        return store;
    }

    /**
     * What a server of TLS needs of a key store of a file.
     *
     * @param password of the store and of the key in it; is wiped
     * @throws IOException as of {@link #load}
     */
    public static KeyManager[] keyManagers(Path file, String type, char[] password)
            throws IOException, GeneralSecurityException {
        try {
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(load(file, type, password), password);
            return keys.getKeyManagers();
        } finally {
            Arrays.fill(password, '\0');
        }
    }
}
