import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.crypto.KeyGenerator;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Makes the secrets of one SSMS home that are not there yet; what exists is never replaced. Each file appears whole or
 * not at all, readable by its owner only, so an interrupted first start is completed by the next one.
 *
 * <p>Run by ssms-server in source-launch mode with the server's own Bouncy Castle: {@code java -cp ... FirstStart.java
 * HOME}. A password in the environment variable SSMS_DEMO_PASSWORD becomes that of the demo accounts, on the web and on
 * the phone; without it they get random ones, printed on standard output when they are made and never again.
 */
public final class FirstStart {
    private static final List<String> DEMO_USERS = List.of("alice", "bob");
    private static final int BCRYPT_COST = 10;
    private static final int BCRYPT_LONGEST_PASSWORD = 72;
    private static final Duration TLS_VALIDITY = Duration.ofDays(825);
    /** The certificates of signing keys only carry the public key; nobody checks a chain. */
    private static final Duration SIGNING_VALIDITY = Duration.ofDays(3650);
    /** The password of a store that holds a certificate and no key; Elytron cannot open one without. */
    private static final String PUBLIC_STORE_PASSWORD = "certificate";

    private final SecureRandom random = new SecureRandom();
    private final Clock clock = Clock.systemUTC();
    private final Path secrets;

    private FirstStart(Path secrets) {
        this.secrets = secrets;
    }

    public static void main(String[] args) throws Exception {
        FirstStart start = new FirstStart(Path.of(args[0]).resolve("secrets"));
        start.serverSecrets();
        start.licenseServerSecrets();
        start.mediaServerSecrets();
        String wanted = System.getenv("SSMS_DEMO_PASSWORD");
        start.demoAccounts(wanted);
        start.phoneSecrets(wanted);
    }

    private void serverSecrets() throws IOException, GeneralSecurityException, OperatorCreationException {
        String tlsPassword = password("tls/password");
        if (missing("tls/tls.p12")) {
            KeyPair pair = rsaPair();
            Certificate certificate = certificate(pair, "CN=SSMS", TLS_VALIDITY, serverNames());
            store("tls/tls.p12", tlsPassword, "server", pair, certificate);
        }
        password("db/ssms");
        password("db/license");
        if (missing("management/users.properties")) {
            write("management/users.properties", "operator=" + randomPassword() + "\n");
        }
        if (missing("management/groups.properties")) {
            write("management/groups.properties", "# read, operate or security\noperator=security\n");
        }
    }

    private void licenseServerSecrets() throws IOException, GeneralSecurityException, OperatorCreationException {
        String password = password("license/password");
        if (missing("license/kek.p12")) {
            storeAesKey("license/kek.p12", password, "kek");
        }
        if (missing("license/token.p12")) {
            KeyPair pair = rsaPair(); // Elytron's JWT validator knows RS256 and no ECDSA
            store("license/token.p12", password, "token", pair,
                    certificate(pair, "CN=SSMS license server", SIGNING_VALIDITY, null));
        }
    }

    private void mediaServerSecrets() throws IOException, GeneralSecurityException, OperatorCreationException {
        String password = password("media/password");
        if (missing("media/node.p12")) {
            KeyPair pair = p256Pair();
            store("media/node.p12", password, "node", pair,
                    certificate(pair, "CN=SSMS media server", SIGNING_VALIDITY, null));
        }
        if (missing("media/service.key")) {
            write("media/service.key", randomKeyText());
        }
        if (missing("media/location.key")) {
            write("media/location.key", randomKeyText());
        }
        if (missing("license/service.sha256")) {
            String text = Files.readString(secrets.resolve("media/service.key")).strip();
            byte[] key = text.getBytes(StandardCharsets.UTF_8);
            write("license/service.sha256",
                    HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(key)));
        }
        if (missing("media/license-token.p12")) {
            KeyStore store = emptyStore();
            store.setCertificateEntry("token", tokenCertificate());
            save("media/license-token.p12", store, PUBLIC_STORE_PASSWORD);
        }
    }

    private Certificate tokenCertificate() throws IOException, GeneralSecurityException {
        String password = Files.readString(secrets.resolve("license/password")).strip();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(secrets.resolve("license/token.p12"))) {
            store.load(in, password.toCharArray());
        }
        return store.getCertificate("token");
    }

    private void demoAccounts(String wanted) throws IOException {
        boolean fixed = wanted != null && !wanted.isEmpty();
        if (fixed && wanted.getBytes(StandardCharsets.UTF_8).length > BCRYPT_LONGEST_PASSWORD) {
            throw new IllegalArgumentException("SSMS_DEMO_PASSWORD is longer than 72 bytes");
        }
        boolean first = missing("license/accounts");
        if (!first && !fixed) {
            return;
        }
        Map<String, String> accounts = accounts("license/accounts");
        List<String> shown = new ArrayList<>();
        for (String user : DEMO_USERS) {
            String password = fixed ? wanted : randomPassword();
            String hash = accounts.getOrDefault(user, "").split(" ", 2)[0];
            if (hash.isEmpty() || !OpenBSDBCrypt.checkPassword(hash, password.toCharArray())) {
                hash = OpenBSDBCrypt.generate("2a", password.toCharArray(), randomBytes(16), BCRYPT_COST);
            }
            accounts.put(user, hash + " " + digestA1(user, password));
            shown.add("  " + user + "  " + password);
        }
        writeAccounts("license/accounts", accounts);
        if (fixed) {
            System.out.println(
                    "Demo accounts alice and bob have the password of SSMS_DEMO_PASSWORD,"
                            + " on the web and on the phone.");
        } else {
            System.out.println("Demo accounts, shown this once (only a hash is kept):");
            shown.forEach(System.out::println);
        }
    }

    /** What the license server compares responses by HTTP Digest with (RFC 7616 §3.4.2). */
    private static String digestA1(String user, String password) {
        byte[] a1 = (user + ":ssms-license:" + password).getBytes(StandardCharsets.UTF_8);
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(a1));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    /**
     * The key that seals phone passwords, and those of the demo accounts: in clear in a file that the server takes over
     * and deletes at its start. The file comes before the key, so that a start interrupted in between makes both anew.
     */
    private void phoneSecrets(String wanted) throws IOException, GeneralSecurityException {
        boolean fixed = wanted != null && !wanted.isEmpty();
        boolean first = missing("media/sip.p12");
        if (first || fixed) {
            demoPhonePasswords(fixed ? wanted : null);
        }
        if (first) {
            storeAesKey("media/sip.p12", password("media/password"), "sip");
        }
    }

    private void demoPhonePasswords(String fixed) throws IOException {
        Map<String, String> waiting = accounts("media/sip-accounts.new");
        List<String> shown = new ArrayList<>();
        for (String user : DEMO_USERS) {
            if (fixed != null) {
                waiting.put(user, fixed);
            } else if (!waiting.containsKey(user)) {
                waiting.put(user, randomPassword());
                shown.add("  " + user + "  " + waiting.get(user));
            }
        }
        writeAccounts("media/sip-accounts.new", waiting);
        if (!shown.isEmpty()) {
            System.out.println("Phone passwords of the demo accounts, for SIP phones, shown this once:");
            shown.forEach(System.out::println);
        }
    }

    private Map<String, String> accounts(String file) throws IOException {
        Map<String, String> accounts = new LinkedHashMap<>();
        if (missing(file)) {
            return accounts;
        }
        for (String line : Files.readAllLines(secrets.resolve(file))) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                accounts.put(line.substring(0, equals).strip(), line.substring(equals + 1).strip());
            }
        }
        return accounts;
    }

    private void writeAccounts(String file, Map<String, String> accounts) throws IOException {
        StringBuilder lines = new StringBuilder();
        accounts.forEach((user, secret) -> lines.append(user).append('=').append(secret).append('\n'));
        write(file, lines.toString());
    }

    private GeneralNames serverNames() {
        List<GeneralName> names = new ArrayList<>();
        names.add(new GeneralName(GeneralName.dNSName, "localhost"));
        names.add(new GeneralName(GeneralName.iPAddress, "127.0.0.1"));
        names.add(new GeneralName(GeneralName.iPAddress, "::1"));
        try {
            String host = InetAddress.getLocalHost().getHostName();
            if (!host.equals("localhost") && host.matches("[A-Za-z0-9.-]+")) {
                names.add(new GeneralName(GeneralName.dNSName, host));
            }
        } catch (UnknownHostException e) {
            // this machine does not know its own name, so nobody will call it by that
        }
        return new GeneralNames(names.toArray(GeneralName[]::new));
    }

    private Certificate certificate(KeyPair pair, String subject, Duration validity, GeneralNames names)
            throws IOException, GeneralSecurityException, OperatorCreationException {
        Instant now = Instant.now(clock);
        X500Name name = new X500Name(subject);
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                name,
                new BigInteger(127, random),
                Date.from(now.minus(Duration.ofHours(1))),
                Date.from(now.plus(validity)),
                name,
                pair.getPublic());
        if (names != null) {
            builder.addExtension(Extension.subjectAlternativeName, false, names);
        }
        String algorithm = pair.getPrivate().getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
        X509CertificateHolder holder = builder.build(new JcaContentSignerBuilder(algorithm).build(pair.getPrivate()));
        return new JcaX509CertificateConverter().getCertificate(holder);
    }

    private KeyPair rsaPair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(3072, random);
        return generator.generateKeyPair();
    }

    private KeyPair p256Pair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), random);
        return generator.generateKeyPair();
    }

    private static KeyStore emptyStore() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private void store(String file, String password, String alias, KeyPair pair, Certificate certificate)
            throws IOException, GeneralSecurityException {
        KeyStore store = emptyStore();
        PrivateKey key = pair.getPrivate();
        store.setKeyEntry(alias, key, password.toCharArray(), new Certificate[] {certificate});
        save(file, store, password);
    }

    private void storeAesKey(String file, String password, String alias) throws IOException, GeneralSecurityException {
        KeyGenerator aes = KeyGenerator.getInstance("AES");
        aes.init(256, random);
        KeyStore store = emptyStore();
        store.setEntry(
                alias,
                new KeyStore.SecretKeyEntry(aes.generateKey()),
                new KeyStore.PasswordProtection(password.toCharArray()));
        save(file, store, password);
    }

    private void save(String file, KeyStore store, String password) throws IOException, GeneralSecurityException {
        Path part = part(file);
        try (OutputStream out = Files.newOutputStream(part, StandardOpenOption.WRITE)) {
            store.store(out, password.toCharArray());
        }
        appear(part, file);
    }

    /** The password in this file, which is made when missing. */
    private String password(String file) throws IOException {
        if (missing(file)) {
            write(file, randomPassword());
        }
        return Files.readString(secrets.resolve(file)).strip();
    }

    private void write(String file, String text) throws IOException {
        Path part = part(file);
        Files.writeString(part, text);
        appear(part, file);
    }

    private boolean missing(String file) {
        return Files.notExists(secrets.resolve(file));
    }

    private Path part(String file) throws IOException {
        Path part = secrets.resolve(file + ".part");
        Files.createDirectories(
                part.getParent(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.deleteIfExists(part);
        Set<java.nio.file.attribute.PosixFilePermission> owner = PosixFilePermissions.fromString("rw-------");
        return Files.createFile(part, PosixFilePermissions.asFileAttribute(owner));
    }

    private void appear(Path part, String file) throws IOException {
        Files.move(part, secrets.resolve(file), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private byte[] randomBytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private String randomKeyText() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(randomBytes(32));
    }

    /** 100 random bits in four groups that can be read aloud and typed. */
    private String randomPassword() {
        String alphabet = "abcdefghjkmnpqrstvwxyz0123456789";
        StringBuilder password = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            password.append(i > 0 && i % 5 == 0 ? "-" : "").append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return password.toString();
    }
}
