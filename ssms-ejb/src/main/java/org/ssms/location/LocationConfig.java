package org.ssms.location;

import static org.ssms.base.config.ConfigValues.require;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ssms.base.config.ConfigValues;
import org.ssms.base.http.ServerAddress;

/**
 * What an operator may set about where subscribers are and their calls go.
 *
 * @param initialNumbers numbers and aliases made at start: the number or alias to its user
 */
public record LocationConfig(
        Routing routing, Server server, RegistrarLimits registrar, Map<String, String> initialNumbers) {
    static final String URL = "ssms.location.url";
    static final String SERVICE_KEY_FILE = "ssms.location.service-key-file";
    static final String INITIAL_NUMBERS = "ssms.numbers.initial";

    public static LocationConfig from(ConfigValues in) {
        return new LocationConfig(Routing.from(in), Server.from(in), RegistrarLimits.from(in), numbers(in));
    }

    private static Map<String, String> numbers(ConfigValues in) {
        Map<String, String> owners = new LinkedHashMap<>();
        for (String entry : in.list(INITIAL_NUMBERS)) {
            int colon = entry.indexOf(':');
            require(
                    colon > 0 && colon < entry.length() - 1,
                    INITIAL_NUMBERS,
                    "must be user:number-or-alias,..., was " + entry);
            owners.put(entry.substring(colon + 1), entry.substring(0, colon));
        }
        return Map.copyOf(owners);
    }

    /** What is done with a call to a subscriber: tell the caller where to go, or take the call there. */
    public enum RoutingMode {
        REDIRECT,
        PROXY
    }

    /**
     * Where calls go.
     *
     * @param mode of {@code ssms.domain} and of addresses of ours
     * @param domains further domains (lower case), each with its own mode; may name {@code ssms.domain}, too
     * @param mailboxHost host or host:port of the mailbox URIs that we hand out; null: where we listen first
     */
    public record Routing(
            RoutingMode mode,
            Map<String, RoutingMode> domains,
            @Nullable String mailboxHost) {
        static Routing from(ConfigValues in) {
            return new Routing(
                    in.choice("ssms.routing.mode", RoutingMode.class),
                    domains(in),
                    in.hostPortOrNone("ssms.sip.mailbox-host"));
        }

        private static Map<String, RoutingMode> domains(ConfigValues in) {
            String key = "ssms.routing.domains";
            Map<String, RoutingMode> modes = new LinkedHashMap<>();
            in.pairs(key, "domain:mode")
                    .forEach((domain, mode) -> modes.put(
                            ConfigValues.host(key, domain), ConfigValues.choice(key, mode, RoutingMode.class)));
            return Map.copyOf(modes);
        }

        /** The mode of a domain in whatever case. */
        public RoutingMode modeOf(String domain) {
            return domains.getOrDefault(domain.toLowerCase(Locale.ROOT), mode);
        }
    }

    /**
     * The location server.
     *
     * @param url base of an external one, null when our own database is asked
     * @param serviceKeyFile the secret both sides share; without the file nobody outside is answered
     */
    public record Server(@Nullable URI url, Path serviceKeyFile, Duration timeout) {
        static Server from(ConfigValues in) {
            @Nullable URI url = in.httpUrlOrNone(URL);
            require(
                    url == null || ServerAddress.isPrivate(url),
                    URL,
                    "must be https unless the location server is on this machine");
            return new Server(url, in.path(SERVICE_KEY_FILE), in.duration("ssms.location.timeout"));
        }
    }

    /** How long a binding may be asked for, and how many a subscriber may have. */
    public record RegistrarLimits(Duration minExpires, Duration maxExpires, int maxBindings) {
        static RegistrarLimits from(ConfigValues in) {
            Duration min = in.duration("ssms.registrar.min-expires");
            Duration max = in.duration("ssms.registrar.max-expires");
            require(min.compareTo(max) <= 0, "ssms.registrar.max-expires", "must not be below min-expires, was " + max);
            return new RegistrarLimits(min, max, in.number("ssms.registrar.max-bindings", 1, 100));
        }
    }
}
