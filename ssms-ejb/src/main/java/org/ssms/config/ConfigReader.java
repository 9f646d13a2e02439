package org.ssms.config;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads an {@link SsmsConfig} and checks each value. */
final class ConfigReader {
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?");
    private static final Pattern MAIL_ADDRESS = Pattern.compile("[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,189}");
    private static final int MAX_PORT = 65_535;

    private final Function<String, Optional<String>> property;

    private ConfigReader(Function<String, Optional<String>> property) {
        this.property = property;
    }

    /**
     * @param property the value of a key, empty when it is not set
     * @throws ConfigException for the first value that cannot be used
     */
    static SsmsConfig read(Function<String, Optional<String>> property) {
        ConfigReader in = new ConfigReader(property);
        return new SsmsConfig(
                in.host("ssms.domain"),
                in.text("ssms.sip.vm-host-prefix"),
                in.path("ssms.storage.directory"),
                in.rtp(),
                new SsmsConfig.Calls(
                        in.number("ssms.calls.max", 1, 1_000_000),
                        Duration.ofSeconds(in.number("ssms.calls.retry-after", 1, 3600))),
                new SsmsConfig.Recording(
                        in.duration("ssms.recording.max"),
                        in.duration("ssms.recording.silence"),
                        in.duration("ssms.recording.first-media")),
                in.language("ssms.greeting.language"),
                new SsmsConfig.License(
                        in.httpUrl("ssms.license.url"),
                        in.path("ssms.license.service-key-file"),
                        in.duration("ssms.license.timeout")),
                new SsmsConfig.Node(in.path("ssms.node.keystore"), in.path("ssms.node.keystore-password-file")),
                new SsmsConfig.Mail(in.flag("ssms.mail.enabled"), in.mailAddress("ssms.mail.from")),
                in.httpUrl("ssms.web.url"),
                in.mailboxes("ssms.mailboxes.initial"));
    }

    private SsmsConfig.Rtp rtp() {
        int min = number("ssms.rtp.port-min", 1024, MAX_PORT);
        int max = number("ssms.rtp.port-max", 1024, MAX_PORT);
        require(min % 2 == 0, "ssms.rtp.port-min", "must be even (RFC 3550 section 11), was " + min);
        require(min < max, "ssms.rtp.port-max", "must be above ssms.rtp.port-min, was " + max);
        int loops = number("ssms.rtp.loops", 0, 256);
        return new SsmsConfig.Rtp(
                address("ssms.rtp.bind"),
                min,
                max,
                loops == 0 ? Runtime.getRuntime().availableProcessors() : loops);
    }

    private String text(String key) {
        return property.apply(key)
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .orElseThrow(() -> new ConfigException(key, "has no value"));
    }

    private int number(String key, int min, int max) {
        String text = text(key);
        try {
            int value = Integer.parseInt(text);
            require(value >= min && value <= max, key, "must be " + min + " to " + max + ", was " + value);
            return value;
        } catch (NumberFormatException e) {
            throw new ConfigException(key, "is not a whole number: " + text);
        }
    }

    private Duration duration(String key) {
        String text = text(key);
        try {
            Duration value = Duration.parse(text);
            require(!value.isNegative() && !value.isZero(), key, "must be positive, was " + text);
            require(value.compareTo(Duration.ofDays(1)) <= 0, key, "must be at most a day, was " + text);
            return value;
        } catch (DateTimeParseException e) {
            throw new ConfigException(key, "is not an ISO 8601 duration such as PT10S: " + text);
        }
    }

    private boolean flag(String key) {
        String text = text(key);
        require(text.equals("true") || text.equals("false"), key, "must be true or false, was " + text);
        return text.equals("true");
    }

    private Path path(String key) {
        try {
            Path path = Path.of(text(key));
            require(path.isAbsolute(), key, "must be an absolute path, was " + path);
            return path;
        } catch (InvalidPathException e) {
            throw new ConfigException(key, "is not a path: " + e.getReason());
        }
    }

    private InetAddress address(String key) {
        String text = text(key);
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new ConfigException(key, "is not an address: " + text);
        }
    }

    private String host(String key) {
        String text = text(key);
        require(HOST.matcher(text).matches(), key, "is not a host name: " + text);
        return text.toLowerCase(Locale.ROOT);
    }

    private Locale language(String key) {
        String text = text(key);
        require(text.matches("[a-z]{2,8}"), key, "is not a language such as en: " + text);
        return Locale.forLanguageTag(text);
    }

    private URI httpUrl(String key) {
        String text = text(key);
        try {
            URI url = URI.create(text);
            boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
            require(http && url.getHost() != null, key, "is not an http or https URL: " + text);
            return url;
        } catch (IllegalArgumentException e) {
            throw new ConfigException(key, "is not a URL: " + text);
        }
    }

    private String mailAddress(String key) {
        return checkedMailAddress(key, text(key));
    }

    private static String checkedMailAddress(String key, String address) {
        require(MAIL_ADDRESS.matcher(address).matches(), key, "is not a mail address: " + address);
        return address;
    }

    private Map<String, String> mailboxes(String key) {
        Map<String, String> mailboxes = new LinkedHashMap<>();
        for (String entry : property.apply(key).orElse("").split(",", -1)) {
            if (!entry.isBlank()) {
                String[] parts = entry.strip().split(":", 2);
                require(parts.length == 2, key, "must be user:mail-address,..., was " + entry);
                mailboxes.put(parts[0], checkedMailAddress(key, parts[1]));
            }
        }
        return Map.copyOf(mailboxes);
    }

    private static void require(boolean condition, String key, String problem) {
        if (!condition) {
            throw new ConfigException(key, problem);
        }
    }
}
