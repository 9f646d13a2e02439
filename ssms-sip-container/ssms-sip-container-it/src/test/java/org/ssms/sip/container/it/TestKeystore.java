package org.ssms.sip.container.it;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Key stores with throw-away certificates, made by the JDK's keytool. */
final class TestKeystore {
    static final String PASSWORD = "changeit";

    private TestKeystore() {}

    /** @param commonName of the certificate, which signs itself */
    static void create(Path file, String commonName) throws IOException, InterruptedException {
        keytool(file, "-genkeypair", "-keyalg", "EC", "-groupname", "secp256r1", "-dname", "CN=" + commonName);
    }

    /** A trust store with the certificate of the key store {@code of}. */
    static void trust(Path file, Path of) throws IOException, InterruptedException {
        Path certificate = Path.of(file + ".pem");
        keytool(of, "-exportcert", "-rfc", "-file", certificate.toString());
        keytool(file, "-importcert", "-noprompt", "-file", certificate.toString());
    }

    private static void keytool(Path keystore, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of(
                "-alias", "sip", "-storetype", "PKCS12", "-storepass", PASSWORD, "-keystore", keystore.toString()));
        if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
            throw new IOException("keytool fails with " + keystore);
        }
    }
}
