import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Asks the license server of one SSMS home for what an operator wants with accounts, and its mailbox for what he wants
 * with lists. Proves by the password that the home has for its operator: whoever may read that file keeps both. It is
 * sent to nobody who has not proved that he has the key of this home's certificate.
 *
 * <p>Run by ssms-server in source-launch mode: {@code java AccountCommand.java HOME LICENSE-SERVER MAILBOX WORD...},
 * of which the first is {@code lists} where these are meant.
 */
public final class AccountCommand {
    private static final String USAGE =
            """
            add USER [MAIL]     make an account, and with a mail address a mailbox; shows once the secret by which its
                                owner sets a password
            reset USER          take password, PIN and phone password away; shows such a secret
            disable USER        let its owner in no more, at no door
            enable USER         let its owner in again
            delete USER [--yes] for good; nobody can hear the messages in its mailbox any more
            list                all accounts of subscribers""";

    private static final String LISTS_USAGE =
            """
            show [NAME]         all lists and who is on them, or one
            set NAME USER...    make a list, or say who is on it from now on
            delete NAME         it answers no more calls; its members keep what they have""";

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int PAGE = 1000;
    private static final Pattern SECRET = Pattern.compile("\"secret\":\"([^\"]*)\",\"secretUntil\":\"([^\"]*)\"");
    private static final Pattern PROBLEM = Pattern.compile("\"detail\":\"([^\"]*)\"");
    private static final Pattern LISTED = Pattern.compile("\\{\"username\":\"([^\"]*)\",\"enabled\":(true|false)"
            + "(?:,\"mailAddress\":\"([^\"]*)\")?(?:,\"createdAt\":\"([^\"]*)\")?(?:,\"secretUntil\":\"([^\"]*)\")?}");

    private static final Pattern LIST = Pattern.compile(
            "\\{\"name\":\"([^\"]*)\",\"members\":\\[([^\\]]*)],\"configured\":(true|false)}");

    private final HttpClient client;
    private final URI accounts;
    private final URI lists;
    private final String page;
    private final String authorization;

    /** What the user is told instead of a stack. */
    private static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message);
        }
    }

    /** Takes one certificate and no other, whatever name it bears and whoever has signed it. */
    private static final class OneServer extends X509ExtendedTrustManager {
        private final Certificate own;

        OneServer(Certificate own) {
            this.own = own;
        }

        private void check(X509Certificate[] chain) throws CertificateException {
            if (chain.length == 0 || !chain[0].equals(own)) {
                throw new CertificateException("it is not the server of this home");
            }
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            check(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            check(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
            check(chain);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            throw new CertificateException("there are no clients here");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            throw new CertificateException("there are no clients here");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
            throw new CertificateException("there are no clients here");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    private AccountCommand(Path home, String licenseServer, String mailbox)
            throws IOException, GeneralSecurityException, Refused {
        if (!licenseServer.startsWith("https://")) {
            throw new Refused("the operator's password goes nowhere without TLS");
        }
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, new TrustManager[] {new OneServer(ownCertificate(home))}, null);
        this.client = HttpClient.newBuilder().sslContext(tls).build();
        this.accounts = URI.create(licenseServer + "/accounts");
        this.lists = URI.create(licenseServer).resolve("/operators/v1/lists");
        this.page = mailbox + "/password.xhtml?by=secret";
        this.authorization = authorization(home.resolve("secrets/management/users.properties"));
    }

    public static void main(String[] args) throws Exception {
        try {
            List<String> words = Arrays.asList(args).subList(3, args.length);
            new AccountCommand(Path.of(args[0]), args[1], args[2]).run(words);
        } catch (Refused e) {
            System.err.println("ssms: " + e.getMessage());
            System.exit(1);
        }
    }

    /** That of the key store that the server of this home shows. */
    private static Certificate ownCertificate(Path home) throws IOException, GeneralSecurityException, Refused {
        Path settings = home.resolve("ssms.properties");
        String file = properties(settings)
                .getProperty("ssms.tls.keystore", "${ssms.home}/secrets/tls/tls.p12")
                .replace("${ssms.home}", home.toString());
        List<String> password = Files.readAllLines(home.resolve("secrets/tls/password"));
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            store.load(in, password.isEmpty() ? new char[0] : password.get(0).toCharArray());
        }
        for (String alias : Collections.list(store.aliases())) {
            if (store.isKeyEntry(alias)) {
                return store.getCertificate(alias);
            }
        }
        throw new Refused("there is no key in " + file);
    }

    private static Properties properties(Path file) throws IOException {
        Properties properties = new Properties();
        if (Files.isReadable(file)) {
            try (Reader text = Files.newBufferedReader(file)) {
                properties.load(text);
            }
        }
        return properties;
    }

    private static String authorization(Path users) throws IOException, Refused {
        String name = System.getenv().getOrDefault("SSMS_OPERATOR", "operator");
        String password = properties(users).getProperty(name);
        if (password == null) {
            throw new Refused("there is no operator '" + name + "' in " + users);
        }
        byte[] pair = (name + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    private void run(List<String> words) throws Exception {
        String deed = words.isEmpty() ? "" : words.get(0);
        if (deed.equals("lists")) {
            runWithLists(words.subList(1, words.size()));
            return;
        }
        String user = words.size() > 1 ? words.get(1) : "";
        boolean alone = words.size() == 2;
        if (deed.equals("list") && words.size() == 1) {
            list();
        } else if (deed.equals("add") && (alone || words.size() == 3)) {
            String mail = alone ? "" : ",\"mailAddress\":" + quoted(words.get(2));
            tell("Account '" + user + "' is made.", ask("POST", "", "{\"username\":" + quoted(user) + mail + "}"));
        } else if (deed.equals("reset") && alone) {
            tell("The password of '" + user + "' is taken away.", ask("POST", path(user) + "/reset", ""));
        } else if (List.of("enable", "disable").contains(deed) && alone) {
            ask("POST", path(user) + "/" + deed, "");
            System.out.println("Account '" + user + "' is " + deed + "d.");
        } else if (deed.equals("delete") && (alone || (words.size() == 3 && words.get(2).equals("--yes")))) {
            confirm(user, !alone);
            ask("DELETE", path(user), "");
            System.out.println("Account '" + user + "' is deleted.");
        } else {
            throw new Refused("./ssms account ...\n" + USAGE);
        }
    }

    private void runWithLists(List<String> words) throws Exception {
        String deed = words.isEmpty() ? "" : words.get(0);
        String name = words.size() > 1 ? words.get(1) : "";
        if (deed.equals("show") && words.size() <= 2) {
            showLists(ask(lists, "GET", words.size() == 1 ? "" : path(name), ""));
        } else if (deed.equals("set") && words.size() > 2) {
            String members = words.stream().skip(2).map(AccountCommand::quoted).collect(Collectors.joining(","));
            showLists(ask(lists, "PUT", path(name), "{\"members\":[" + members + "]}"));
        } else if (deed.equals("delete") && words.size() == 2) {
            ask(lists, "DELETE", path(name), "");
            System.out.println("List '" + name + "' answers no more calls.");
        } else {
            throw new Refused("./ssms list ...\n" + LISTS_USAGE);
        }
    }

    private static void showLists(String answer) {
        Matcher list = LIST.matcher(answer);
        while (list.find()) {
            String members = list.group(2).replace("\"", "").replace(",", " ");
            String from = list.group(3).equals("true") ? "  (ssms.mailboxes.lists)" : "";
            System.out.println("%-24s %s%s".formatted(list.group(1), members, from));
        }
    }

    private static void confirm(String user, boolean confirmed) throws Refused {
        Console console = System.console();
        if (confirmed) {
            return;
        }
        if (console == null) {
            throw new Refused("nobody can be asked here; say --yes behind the name to delete '" + user + "' for good");
        }
        String answer = console.readLine(
                "Nobody can hear the messages of '%s' any more. Type the name again to delete it: ", user);
        if (!user.equals(answer)) {
            throw new Refused("nothing is done");
        }
    }

    private void tell(String done, String answer) throws Refused {
        Matcher secret = SECRET.matcher(answer);
        if (!secret.find()) {
            throw new Refused("the server gave no secret: is it another version?");
        }
        System.out.println(done + " By this secret, which is shown this once and is good until " + secret.group(2)
                + ",\nits owner sets a password at " + page + ":\n\n  " + secret.group(1) + "\n");
    }

    private void list() throws Exception {
        String last = "";
        int found;
        do {
            Matcher account = LISTED.matcher(ask("GET", "?limit=" + PAGE + "&after=" + encoded(last), ""));
            for (found = 0; account.find(); found++) {
                last = account.group(1);
                String state = account.group(2).equals("true") ? "enabled" : "disabled";
                String password = account.group(5) == null ? "" : "no password yet, until " + account.group(5);
                String mail = account.group(3) == null ? "" : account.group(3);
                System.out.println("%-24s %-8s  %s  %s".formatted(last, state, mail, password).stripTrailing());
            }
        } while (found == PAGE);
    }

    private String ask(String method, String path, String body) throws Exception {
        return ask(accounts, method, path, body);
    }

    private String ask(URI of, String method, String path, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(of + path))
                .timeout(PATIENCE)
                .header("Authorization", authorization)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        HttpResponse<String> response;
        try {
            response = client.send(request.build(), BodyHandlers.ofString());
        } catch (SSLException e) {
            throw new Refused("who answers at " + of + " is not the server of this home: " + e.getMessage());
        } catch (IOException e) {
            throw new Refused("no server answers at " + of + "; './ssms run' starts it");
        }
        if (response.statusCode() / 100 != 2) {
            Matcher detail = PROBLEM.matcher(response.body());
            String why = detail.find() ? detail.group(1) : "the server says";
            throw new Refused(why + " (" + response.statusCode() + ")");
        }
        return response.body();
    }

    private static String path(String user) {
        return "/" + encoded(user);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20"); // a plus itself is %2B by now
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
