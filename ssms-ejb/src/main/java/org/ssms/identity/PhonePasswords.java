package org.ssms.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.ssms.base.config.ConfigException;
import org.ssms.protect.key.SecretBox;

/** Makes, seals and opens phone passwords. Each is bound to its subscriber: moved to another row it does not open. */
@Singleton
class PhonePasswords {
    /** 32 characters that cannot be mistaken for one another when read aloud: 5 random bits each. */
    private static final String ALPHABET = "abcdefghjkmnpqrstvwxyz0123456789";

    private static final int CHARACTERS = 20;
    private static final int GROUP = 5;

    private final SecretBox box;
    private final SecureRandom random;

    @Inject
    PhonePasswords(IdentityConfig config, SecureRandom random) {
        this(load(config.digest()), random);
    }

    PhonePasswords(SecretBox box, SecureRandom random) {
        this.box = box;
        this.random = random;
    }

    private static SecretBox load(IdentityConfig.Digest config) {
        char[] password;
        try {
            password = Files.readString(config.secretKeystorePasswordFile())
                    .strip()
                    .toCharArray();
        } catch (IOException e) {
            throw new ConfigException(
                    IdentityConfig.SECRET_KEYSTORE_PASSWORD_FILE,
                    "cannot be read: " + config.secretKeystorePasswordFile());
        }
        try {
            return SecretBox.load(config.secretKeystore(), password, IdentityConfig.Digest.ALIAS);
        } catch (IOException e) {
            throw new ConfigException(IdentityConfig.SECRET_KEYSTORE, "cannot be used: " + e.getMessage());
        } finally {
            Arrays.fill(password, ' ');
        }
    }

    /** 100 random bits in four groups that can be read aloud and typed. */
    String generate() {
        StringBuilder password = new StringBuilder();
        for (int i = 0; i < CHARACTERS; i++) {
            password.append(i > 0 && i % GROUP == 0 ? "-" : "")
                    .append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return password.toString();
    }

    String seal(String subscriber, String password) {
        byte[] clear = password.getBytes(UTF_8);
        try {
            return Base64.getEncoder().encodeToString(box.seal(clear, row(subscriber)));
        } finally {
            Arrays.fill(clear, (byte) 0);
        }
    }

    /** The password, UTF-8, to be wiped; empty when it was not sealed for this subscriber under the key we have. */
    Optional<byte[]> open(String subscriber, String sealed) {
        try {
            return box.open(Base64.getDecoder().decode(sealed), row(subscriber));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static byte[] row(String subscriber) {
        return ("sip-secret|" + subscriber).getBytes(UTF_8);
    }
}
