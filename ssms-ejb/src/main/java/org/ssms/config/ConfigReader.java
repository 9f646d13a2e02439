package org.ssms.config;

import static org.ssms.config.ConfigValues.require;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.ssms.base.http.ServerAddress;
import org.ssms.config.SsmsConfig.RoutingMode;

/** Reads an {@link SsmsConfig} and checks each value. */
final class ConfigReader {
    private static final Set<String> DIGEST_ALGORITHMS = Set.of("SHA-512-256", "SHA-256", "MD5");
    private static final Duration SHORTEST_SESSION = Duration.ofSeconds(90);

    private final ConfigValues in;

    private ConfigReader(Function<String, Optional<String>> property) {
        this.in = new ConfigValues(property);
    }

    /**
     * @param property the value of a key, empty when it is not set
     * @throws ConfigException for the first value that cannot be used
     */
    static SsmsConfig read(Function<String, Optional<String>> property) {
        return new ConfigReader(property).all();
    }

    private SsmsConfig all() {
        return new SsmsConfig(
                in.host("ssms.domain"),
                in.text("ssms.sip.vm-host-prefix"),
                sip(),
                new SsmsConfig.Routing(
                        in.choice("ssms.routing.mode", RoutingMode.class),
                        routingDomains(),
                        in.choice("ssms.redirect.show-contacts", SsmsConfig.ShowContacts.class)),
                location(),
                registrar(),
                numbering(),
                digest(),
                new SsmsConfig.Trunks(
                        in.addressBlocks("ssms.trunks.addresses"), lowerCase("ssms.trunks.certificates", false)),
                stir(),
                session(),
                in.choice("ssms.srtp", SsmsConfig.Srtp.class),
                new SsmsConfig.Flood(
                        in.number("ssms.flood.rate", 1, 1_000_000),
                        in.number("ssms.flood.burst", 1, 1_000_000),
                        in.number("ssms.flood.sources", 1, 10_000_000)),
                new SsmsConfig.Storage(
                        in.path("ssms.storage.directory"),
                        (long) in.number("ssms.storage.min-free", 0, 100_000_000) << 20),
                rtp(),
                calls(),
                recording(),
                new SsmsConfig.Quota(
                        in.number("ssms.quota.messages-per-source", 1, 1_000_000),
                        in.number("ssms.quota.messages-per-user-and-source", 1, 1_000_000),
                        in.number("ssms.quota.mails-per-user", 1, 1_000_000)),
                in.language("ssms.greeting.language"),
                new SsmsConfig.License(
                        in.httpUrl("ssms.license.url"),
                        in.path("ssms.license.service-key-file"),
                        in.duration("ssms.license.timeout")),
                new SsmsConfig.Node(in.path("ssms.node.keystore"), in.path("ssms.node.keystore-password-file")),
                new SsmsConfig.Mail(in.flag("ssms.mail.enabled"), in.mailAddress("ssms.mail.from")),
                in.httpUrl("ssms.web.url"),
                mailboxes());
    }

    private SsmsConfig.Sip sip() {
        return new SsmsConfig.Sip(
                in.hostPort("ssms.sip.mailbox-host"),
                lowerCase("ssms.sip.pilot-users", false),
                in.flag("ssms.sip.challenge-local-callers"),
                in.connectors("sip.connectors"));
    }

    private Map<String, RoutingMode> routingDomains() {
        String key = "ssms.routing.domains";
        Map<String, RoutingMode> modes = new LinkedHashMap<>();
        in.pairs(key, "domain:mode")
                .forEach((domain, mode) ->
                        modes.put(ConfigValues.host(key, domain), ConfigValues.choice(key, mode, RoutingMode.class)));
        return Map.copyOf(modes);
    }

    private SsmsConfig.Location location() {
        String key = "ssms.location.url";
        URI url = in.httpUrlOrNone(key);
        require(
                url == null || ServerAddress.isPrivate(url),
                key,
                "must be https unless the location server is on this machine");
        return new SsmsConfig.Location(
                url, in.path("ssms.location.service-key-file"), in.duration("ssms.location.timeout"));
    }

    private SsmsConfig.Registrar registrar() {
        Duration min = in.duration("ssms.registrar.min-expires");
        Duration max = in.duration("ssms.registrar.max-expires");
        require(min.compareTo(max) <= 0, "ssms.registrar.max-expires", "must not be below min-expires, was " + max);
        return new SsmsConfig.Registrar(min, max, in.number("ssms.registrar.max-bindings", 1, 100));
    }

    private SsmsConfig.Numbering numbering() {
        Map<String, String> owners = new LinkedHashMap<>();
        for (String entry : in.list("ssms.numbers.initial")) {
            int colon = entry.indexOf(':');
            require(
                    colon > 0 && colon < entry.length() - 1,
                    "ssms.numbers.initial",
                    "must be user:number-or-alias,..., was " + entry);
            owners.put(entry.substring(colon + 1), entry.substring(0, colon));
        }
        return new SsmsConfig.Numbering(
                in.digits("ssms.numbering.country-code", 3),
                in.digits("ssms.numbering.national-prefix", 4),
                in.digits("ssms.numbering.international-prefix", 6),
                Map.copyOf(owners));
    }

    private SsmsConfig.Digest digest() {
        String key = "ssms.digest.algorithms";
        List<String> algorithms = in.list(key);
        require(
                !algorithms.isEmpty() && DIGEST_ALGORITHMS.containsAll(algorithms),
                key,
                "must be some of SHA-512-256, SHA-256, MD5");
        return new SsmsConfig.Digest(
                algorithms.stream().distinct().toList(),
                in.duration("ssms.digest.nonce-lifetime"),
                in.path("ssms.digest.secret-keystore"),
                in.path("ssms.digest.secret-keystore-password-file"),
                in.path("ssms.sip.accounts-file"));
    }

    private SsmsConfig.Stir stir() {
        Path truststore = in.pathOrNone("ssms.stir.truststore");
        @Nullable Path password = in.pathOrNone("ssms.stir.truststore-password-file");
        require(
                truststore == null || password != null,
                "ssms.stir.truststore-password-file",
                "is needed for ssms.stir.truststore");
        return new SsmsConfig.Stir(
                truststore,
                password,
                lowerCase("ssms.stir.x5u-hosts", true),
                in.duration("ssms.stir.max-age"),
                in.duration("ssms.stir.fetch-timeout"));
    }

    private SsmsConfig.Session session() {
        Duration min = in.duration("ssms.session.min");
        Duration expires = in.duration("ssms.session.expires");
        require(
                min.compareTo(SHORTEST_SESSION) >= 0,
                "ssms.session.min",
                "must be at least PT90S (RFC 4028 section 5), was " + min);
        require(expires.compareTo(min) >= 0, "ssms.session.expires", "must not be below session.min, was " + expires);
        return new SsmsConfig.Session(expires, min);
    }

    private SsmsConfig.Rtp rtp() {
        int min = in.number("ssms.rtp.port-min", 1024, ConfigValues.MAX_PORT);
        int max = in.number("ssms.rtp.port-max", 1024, ConfigValues.MAX_PORT);
        require(min % 2 == 0, "ssms.rtp.port-min", "must be even (RFC 3550 section 11), was " + min);
        require(min < max, "ssms.rtp.port-max", "must be above ssms.rtp.port-min, was " + max);
        int loops = in.number("ssms.rtp.loops", 0, 256);
        return new SsmsConfig.Rtp(
                in.addresses("ssms.rtp.bind"),
                min,
                max,
                loops == 0 ? Runtime.getRuntime().availableProcessors() : loops);
    }

    private SsmsConfig.Calls calls() {
        return new SsmsConfig.Calls(
                in.number("ssms.calls.max", 1, 1_000_000),
                Duration.ofSeconds(in.number("ssms.calls.retry-after", 1, 3600)),
                in.number("ssms.calls.max-per-user", 1, 1_000_000),
                in.number("ssms.calls.max-half-open", 1, 1_000_000),
                in.number("ssms.calls.source-share", 1, 100),
                in.duration("ssms.calls.max-load"));
    }

    private SsmsConfig.Recording recording() {
        return new SsmsConfig.Recording(
                in.duration("ssms.recording.max"),
                in.duration("ssms.recording.silence"),
                in.duration("ssms.recording.first-media"));
    }

    private Map<String, String> mailboxes() {
        String key = "ssms.mailboxes.initial";
        Map<String, String> mailboxes = new LinkedHashMap<>();
        in.pairs(key, "user:mail-address")
                .forEach((user, address) -> mailboxes.put(user, ConfigValues.mailAddress(key, address)));
        return Map.copyOf(mailboxes);
    }

    private Set<String> lowerCase(String key, boolean hosts) {
        return in.list(key).stream()
                .map(text -> hosts ? ConfigValues.hostPort(key, text) : text.toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
    }
}
