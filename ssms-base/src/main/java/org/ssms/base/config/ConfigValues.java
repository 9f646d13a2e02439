package org.ssms.base.config;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.ssms.base.net.AddressBlock;

/**
 * The values of the keys by type. Every method throws {@link ConfigException}, which names the key, for a value that
 * cannot be used.
 */
public final class ConfigValues {
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?");
    private static final Pattern HOST_PORT = Pattern.compile("(" + HOST + "|\\[[0-9A-Fa-f:.]{2,45}])(:[0-9]{1,5})?");
    private static final Pattern MAIL_ADDRESS = Pattern.compile("[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,189}");
    public static final int MAX_PORT = 65_535;

    private final Function<String, Optional<String>> property;

    /**
     * Reads nothing yet.
     *
     * @param property the value of a key, empty when it is not set; throws NoSuchElementException when the value refers
     *     to a property that is not set
     */
    public ConfigValues(Function<String, Optional<String>> property) {
        this.property = property;
    }

    private Optional<String> raw(String key) {
        try {
            return property.apply(key);
        } catch (NoSuchElementException e) { // an expression such as ${ssms.home} that cannot be resolved
            throw new ConfigException(key, "refers to a property that is not set");
        }
    }

    private Optional<String> optional(String key) {
        return raw(key).map(String::strip).filter(value -> !value.isEmpty());
    }

    public String text(String key) {
        return optional(key).orElseThrow(() -> new ConfigException(key, "has no value"));
    }

    /** The elements of a list with commas; empty when the key is not set. */
    public List<String> list(String key) {
        return Arrays.stream(raw(key).orElse("").split(",", -1))
                .map(String::strip)
                .filter(element -> !element.isEmpty())
                .toList();
    }

    /** The elements of a list with spaces; empty when the key is not set. */
    public List<String> words(String key) {
        return optional(key).map(text -> List.of(text.split("\\s+"))).orElse(List.of());
    }

    /** The elements of a list, in lower case. */
    public Set<String> lowerCaseSet(String key) {
        return list(key).stream().map(text -> text.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
    }

    public int number(String key, int min, int max) {
        String text = text(key);
        try {
            int value = Integer.parseInt(text);
            require(value >= min && value <= max, key, "must be " + min + " to " + max + ", was " + value);
            return value;
        } catch (NumberFormatException e) {
            throw new ConfigException(key, "is not a whole number: " + text);
        }
    }

    public Duration duration(String key) {
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

    public boolean flag(String key) {
        String text = text(key);
        require(text.equals("true") || text.equals("false"), key, "must be true or false, was " + text);
        return text.equals("true");
    }

    /** A constant of {@code type}, written in lower case. */
    public <E extends Enum<E>> E choice(String key, Class<E> type) {
        return choice(key, text(key), type);
    }

    public static <E extends Enum<E>> E choice(String key, String text, Class<E> type) {
        List<String> names = Arrays.stream(type.getEnumConstants())
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .toList();
        require(names.contains(text), key, "must be one of " + String.join(", ", names) + ", was " + text);
        return Enum.valueOf(type, text.toUpperCase(Locale.ROOT));
    }

    public Path path(String key) {
        return path(key, text(key));
    }

    public @Nullable Path pathOrNone(String key) {
        return optional(key).map(text -> path(key, text)).orElse(null);
    }

    /** A file that can be read now. */
    public Path readableFile(String key) {
        return readableFile(key, text(key));
    }

    public @Nullable Path readableFileOrNone(String key) {
        return optional(key).map(text -> readableFile(key, text)).orElse(null);
    }

    private static Path readableFile(String key, String text) {
        try {
            Path path = Path.of(text);
            require(Files.isReadable(path), key, "must name a readable file, was " + path);
            return path;
        } catch (InvalidPathException e) {
            throw new ConfigException(key, "is not a path: " + e.getReason());
        }
    }

    private static Path path(String key, String text) {
        try {
            Path path = Path.of(text);
            require(path.isAbsolute(), key, "must be an absolute path, was " + path);
            return path;
        } catch (InvalidPathException e) {
            throw new ConfigException(key, "is not a path: " + e.getReason());
        }
    }

    /** Real addresses, one or one of each family. */
    public List<InetAddress> addresses(String key) {
        List<InetAddress> addresses = new ArrayList<>();
        for (String text : list(key)) {
            InetAddress address = address(key, text);
            require(!address.isAnyLocalAddress(), key, "must be an address that others can send to, was " + text);
            require(
                    addresses.stream().noneMatch(other -> other.getClass() == address.getClass()),
                    key,
                    "may have one address of each family, had another one: " + text);
            addresses.add(address);
        }
        require(!addresses.isEmpty(), key, "must be an address");
        return List.copyOf(addresses);
    }

    /** Where to listen: an address of this machine, or all of them. */
    public InetAddress listenAddress(String key) {
        return address(key, text(key));
    }

    private static InetAddress address(String key, String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new ConfigException(key, "is not an address: " + text);
        }
    }

    public List<AddressBlock> addressBlocks(String key) {
        return list(key).stream()
                .map(text -> AddressBlock.parse(text)
                        .orElseThrow(() -> new ConfigException(
                                key, "must be addresses or blocks such as 192.0.2.0/24, was " + text)))
                .toList();
    }

    public String host(String key) {
        return host(key, text(key));
    }

    public static String host(String key, String text) {
        require(HOST.matcher(text).matches(), key, "is not a host name: " + text);
        return text.toLowerCase(Locale.ROOT);
    }

    /** {@code host} or {@code host:port}; the host may be an IPv6 reference in brackets. */
    public String hostPort(String key) {
        return hostPort(key, text(key));
    }

    public @Nullable String hostPortOrNone(String key) {
        return optional(key).map(text -> hostPort(key, text)).orElse(null);
    }

    public static String hostPort(String key, String text) {
        require(HOST_PORT.matcher(text).matches(), key, "is not host or host:port: " + text);
        return text.toLowerCase(Locale.ROOT);
    }

    /** At most {@code max} digits, or nothing. */
    public String digits(String key, int max) {
        String text = optional(key).orElse("");
        require(text.matches("[0-9]{0," + max + "}"), key, "must be at most " + max + " digits, was " + text);
        return text;
    }

    public Locale language(String key) {
        String text = text(key);
        require(text.matches("[a-z]{2,8}"), key, "is not a language such as en: " + text);
        return Locale.forLanguageTag(text);
    }

    public URI httpUrl(String key) {
        return httpUrl(key, text(key));
    }

    public @Nullable URI httpUrlOrNone(String key) {
        return optional(key).map(text -> httpUrl(key, text)).orElse(null);
    }

    private static URI httpUrl(String key, String text) {
        try {
            URI url = URI.create(text);
            boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
            require(http && url.getHost() != null, key, "is not an http or https URL: " + text);
            return url;
        } catch (IllegalArgumentException e) {
            throw new ConfigException(key, "is not a URL: " + text);
        }
    }

    public String mailAddress(String key) {
        return mailAddress(key, text(key));
    }

    public static String mailAddress(String key, String text) {
        require(MAIL_ADDRESS.matcher(text).matches(), key, "is not a mail address: " + text);
        return text;
    }

    /**
     * The entries {@code name:value,...} in their order.
     *
     * @param form how an entry is meant to look, for the complaint
     */
    public Map<String, String> pairs(String key, String form) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String entry : list(key)) {
            int colon = entry.indexOf(':');
            require(colon > 0 && colon < entry.length() - 1, key, "must be " + form + ",..., was " + entry);
            pairs.put(entry.substring(0, colon), entry.substring(colon + 1));
        }
        return pairs;
    }

    public static void require(boolean condition, String key, String problem) {
        if (!condition) {
            throw new ConfigException(key, problem);
        }
    }
}
