package org.ssms.it.server;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.ssms.it.sip.SipLine;
import org.ssms.it.sip.Telephone;
import org.ssms.it.tool.Sipp.Transport;
import org.ssms.it.tool.Stunnel;

/**
 * A second server, as a telephone company runs it: many subscribers, a domain that redirects ({@code localhost}) and
 * one that proxies ({@code proxy.localhost}), trusted peers, callers' signatures verified, telephones that know MD5
 * only, and its location looked up over the wire. Started before a run whose test classes ask for it, see {@link
 * SharedServers}, stopped with the JVM.
 */
public final class Exchange {
    /** The domain in redirect mode. */
    public static final String REDIRECT = "localhost";
    /** The domain in proxy mode. */
    public static final String PROXY = "proxy.localhost";
    /** The address of the trusted gateway. */
    public static final String GATEWAY = "127.0.0.9";
    /** The address of the trusted proxy in front. */
    public static final String FRONT = "127.0.0.10";

    /** One for each state, so that scenarios may play at the same time. */
    private static final List<String> SUBSCRIBERS = List.of(
            "alice",
            "bob",
            "absent",
            "away",
            "quiet",
            "busy",
            "ringing",
            "declining",
            "moving",
            "present",
            "strict",
            "forking",
            "figure",
            "taker",
            "engaged",
            "sleeper",
            "refuser",
            "holiday",
            "decliner",
            "nobodyhome",
            "boss",
            "nomad",
            "wired",
            "secured",
            "gateway",
            "browsing",
            "renewing",
            "extension",
            "dialled");

    private static final int INDEX = 3;
    private static final Exchange SHARED = new Exchange();

    private final SsmsServer server;
    private final Map<Transport, Integer> ports = new ConcurrentHashMap<>();

    private Exchange() {
        int offset = SsmsServer.offset(INDEX);
        Map<String, String> settings = new HashMap<>(Post.settings());
        settings.putAll(StirFixture.settings());
        int sip = 5060 + offset;
        settings.put(
                "sip.connectors",
                "udp:127.0.0.1:%1$d,tcp:127.0.0.1:%1$d,tls:127.0.0.1:%2$d,udp:[::1]:%1$d".formatted(sip, sip + 1));
        settings.put("ssms.rtp.bind", "127.0.0.1,::1");
        settings.put("ssms.routing.domains", PROXY + ":proxy");
        settings.put("ssms.redirect.show-contacts", "all"); // Figure 2: the caller is a stranger, and told
        settings.put("ssms.location.url", "http://127.0.0.1:" + (8080 + offset) + "/location/v1");
        Accounts accounts = new Accounts(SUBSCRIBERS);
        settings.put("ssms.mailboxes.initial", accounts.mailboxes());
        settings.put("ssms.numbers.initial", numbers());
        settings.put("ssms.numbering.country-code", "49");
        settings.put("ssms.trunks.addresses", GATEWAY + "/32," + FRONT);
        settings.put("ssms.rtp.elsewhere", GATEWAY + "/32");
        server = SsmsServer.start("exchange", INDEX, settings, accounts::write);
        Runtime.getRuntime().addShutdownHook(new Thread(this::close));
    }

    public static Exchange shared() {
        return SHARED;
    }

    private static String numbers() {
        return SUBSCRIBERS.stream().map(user -> user + ":" + number(user)).collect(Collectors.joining(","));
    }

    /** The telephone number of a subscriber, E.164. */
    public static String number(String subscriber) {
        return "+49301234%02d".formatted(10 + SUBSCRIBERS.indexOf(subscriber));
    }

    public SsmsServer server() {
        return server;
    }

    /** A telephone of that subscriber in one of our domains, not registered yet. */
    public Telephone telephone(String user, String domain, Transport transport) {
        return telephone(user, domain, transport, InetAddress.getLoopbackAddress());
    }

    /** A telephone at an address of its own. */
    public Telephone telephone(String user, String domain, Transport transport, InetAddress local) {
        SipLine line = switch (transport) {
            case UDP -> SipLine.udp(local, server.sip());
            case TCP -> SipLine.tcp(local, server.sip());
            case TLS -> SipLine.tls(local, server.sips(), trust());
        };
        return new Telephone(line, user, domain, SsmsServer.PASSWORD).knowing("MD5");
    }

    /** A telephone of somebody elsewhere. */
    public Telephone stranger(String user) {
        return telephone(user, "caller.invalid", Transport.UDP);
    }

    public Subscriber subscriber(String user) {
        return Subscriber.of(server, user);
    }

    /** Where a program sends SIP in clear to arrive over that transport. */
    public InetSocketAddress entrance(Transport transport) {
        if (transport != Transport.TLS) {
            return server.sip();
        }
        int port = ports.computeIfAbsent(transport, tls -> tunnel());
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private int tunnel() {
        Path directory = SsmsServer.directory().resolve("stunnel");
        try {
            Files.createDirectories(directory);
            Path pem = directory.resolve("server.pem");
            Files.writeString(
                    pem,
                    "-----BEGIN CERTIFICATE-----\n"
                            + Base64.getMimeEncoder()
                                    .encodeToString(certificate().getEncoded())
                            + "\n-----END CERTIFICATE-----\n");
            Stunnel tunnel = Stunnel.open(directory, server.sips(), pem);
            Runtime.getRuntime().addShutdownHook(new Thread(tunnel::close));
            return tunnel.port();
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private Certificate certificate() throws IOException, GeneralSecurityException {
        Path tls = server.home().resolve("secrets/tls");
        char[] password = Files.readString(tls.resolve("password")).strip().toCharArray();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = new FileInputStream(tls.resolve("tls.p12").toFile())) {
            store.load(in, password);
        }
        return store.getCertificate("server");
    }

    /** Trusts the server's certificate and no other. */
    private SSLContext trust() {
        return trust(null);
    }

    /** Trusts the server and shows it our key and certificate when asked. */
    public SSLContext trust(javax.net.ssl.KeyManager @Nullable [] own) {
        try {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry("server", certificate());
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(own, factory.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private void close() {
        server.close();
    }
}
