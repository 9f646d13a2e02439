package org.ssms.it.server;

import com.nimbusds.jose.util.Base64URL;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.ssms.it.tool.Tool;

/**
 * A telephone company that signs its callers' numbers (RFC 8224, RFC 8225, RFC 8588): its root is trusted by the {@link
 * Exchange}, and its certificate is to be fetched from a web server in the test JVM. openssl makes the keys and
 * certificates.
 */
public final class StirFixture {
    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final Path DIRECTORY = SsmsServer.directory().resolve("stir");
    private static final StirFixture SHARED = new StirFixture();

    private final PrivateKey key;
    private final HttpsServer web;

    private StirFixture() {
        try {
            Files.createDirectories(DIRECTORY);
            root();
            issued("signer", "1.3.6.1.5.5.7.1.26=DER:3008a006160437303946"); // TNAuthList: service provider code 709F
            issued("web", "subjectAltName=IP:127.0.0.1,DNS:localhost");
            trustStore();
            key = (PrivateKey) store("signer").getKey("signer", PASSWORD);
            web = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            web.setHttpsConfigurator(new HttpsConfigurator(context(store("web"))));
            byte[] certificate = Files.readAllBytes(DIRECTORY.resolve("signer.pem"));
            web.createContext("/signer.pem", exchange -> {
                exchange.getResponseHeaders().add("Content-Type", "application/pem-certificate-chain");
                exchange.sendResponseHeaders(200, certificate.length);
                exchange.getResponseBody().write(certificate);
                exchange.close();
            });
            web.start();
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Lines of the ssms.properties of a server that trusts it. */
    static Map<String, String> settings() {
        return Map.of(
                "ssms.stir.truststore", DIRECTORY.resolve("trust.p12").toString(),
                "ssms.stir.truststore-password-file",
                        DIRECTORY.resolve("password").toString(),
                "ssms.stir.x5u-hosts", SHARED.host());
    }

    public static StirFixture shared() {
        return SHARED;
    }

    private String host() {
        return "127.0.0.1:" + web.getAddress().getPort();
    }

    private static void root() {
        openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", "root.key");
        openssl(
                "req",
                "-new",
                "-x509",
                "-key",
                "root.key",
                "-days",
                "30",
                "-subj",
                "/CN=Test STI root",
                "-out",
                "root.pem",
                "-addext",
                "keyUsage=critical,keyCertSign,cRLSign");
    }

    private static void issued(String name, String extension) throws IOException {
        Files.writeString(
                DIRECTORY.resolve(name + ".ext"),
                "basicConstraints=CA:FALSE\nkeyUsage=critical,digitalSignature\n" + extension + "\n");
        openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", name + ".key");
        openssl("req", "-new", "-key", name + ".key", "-subj", "/CN=Test " + name, "-out", name + ".csr");
        openssl(
                "x509",
                "-req",
                "-in",
                name + ".csr",
                "-CA",
                "root.pem",
                "-CAkey",
                "root.key",
                "-CAcreateserial",
                "-days",
                "30",
                "-extfile",
                name + ".ext",
                "-out",
                name + ".pem");
        openssl(
                "pkcs12",
                "-export",
                "-in",
                name + ".pem",
                "-inkey",
                name + ".key",
                "-name",
                name,
                "-passout",
                "pass:changeit",
                "-out",
                name + ".p12");
    }

    private static void openssl(String... arguments) {
        Tool.require("openssl", "openssl");
        String command = "cd '" + DIRECTORY + "' && exec openssl "
                + String.join(
                        " ",
                        List.of(arguments).stream()
                                .map(word -> "'" + word + "'")
                                .toList());
        Tool.Result result = Tool.run(new byte[0], "sh", "-c", command);
        if (result.exitCode() != 0) {
            throw new AssertionError(command + ": " + result.errors());
        }
    }

    /** The JDK's own store of a trusted certificate, which openssl cannot write. */
    private static void trustStore() throws IOException, GeneralSecurityException {
        KeyStore trust = KeyStore.getInstance("PKCS12");
        trust.load(null, null);
        byte[] root = Files.readAllBytes(DIRECTORY.resolve("root.pem"));
        Certificate certificate = java.security.cert.CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(root));
        trust.setCertificateEntry("root", certificate);
        try (var out = Files.newOutputStream(DIRECTORY.resolve("trust.p12"))) {
            trust.store(out, PASSWORD);
        }
        Files.writeString(DIRECTORY.resolve("password"), "changeit\n");
    }

    private static KeyStore store(String name) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(DIRECTORY.resolve(name + ".p12"))) {
            store.load(in, PASSWORD);
        }
        return store;
    }

    private static SSLContext context(KeyStore own) throws GeneralSecurityException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(own, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    /** An Identity header (RFC 8224 §4) with a PASSporT signed by ES256.
     *  @param origin and {@code destination} telephone numbers as in the PASSporT: digits without +
     *  @param attestation A, B or C
     *  @param at when it was signed */
    public String identity(String origin, String destination, String attestation, Instant at) {
        String certificate = "https://" + host() + "/signer.pem";
        String head = "{\"alg\":\"ES256\",\"ppt\":\"shaken\",\"typ\":\"passport\",\"x5u\":\"" + certificate + "\"}";
        String body = ("{\"attest\":\"%s\",\"dest\":{\"tn\":[\"%s\"]},\"iat\":%d,\"orig\":{\"tn\":\"%s\"},"
                        + "\"origid\":\"123e4567-e89b-12d3-a456-426655440000\"}")
                .formatted(attestation, destination, at.getEpochSecond(), origin);
        String input = base64(head) + "." + base64(body);
        return input + "." + sign(input) + ";info=<" + certificate + ">;alg=ES256;ppt=\"shaken\"";
    }

    private String sign(String input) {
        try {
            Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
            signature.initSign(key);
            signature.update(input.getBytes(StandardCharsets.US_ASCII));
            return Base64URL.encode(signature.sign()).toString();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String base64(String json) {
        return Base64URL.encode(json).toString();
    }
}
