package org.ssms.call.menu;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The menus that there are: the built-in ones, and in place of them, or beside them, those of the operator's folder. A
 * file there that cannot be used changes nothing: its menu stays as it was before.
 */
public final class Menus {
    private static final System.Logger LOG = System.getLogger(Menus.class.getName());

    private static final List<String> BUILT_IN =
            List.of("greeting", "recording", "before", "review", "rights", "cancel");
    private static final String SUFFIX = ".menu";
    private static final int MOST = 100;
    private static final long LARGEST = 65_536;

    private final @Nullable Path folder;
    private final Predicate<String> prompts;
    private Map<String, Stamp> seen = Map.of();
    private volatile Map<String, Menu> menus;

    /** By which a file is known not to have changed. */
    private record Stamp(FileTime modified, long size) {}

    /**
     * Reads them.
     *
     * @param folder the operator's; null: there is none
     * @param prompts whether there is such a prompt, in every language
     */
    public Menus(@Nullable Path folder, Predicate<String> prompts) {
        this.folder = folder;
        this.prompts = prompts;
        this.menus = builtIn(prompts);
        refresh();
    }

    /** As they are now; whoever began with these goes on with these. */
    public Map<String, Menu> current() {
        return menus;
    }

    /** Reads the folder again when something in it has changed. Blocks; by one thread at a time. */
    public synchronized void refresh() {
        Path own = folder;
        if (own == null) {
            return;
        }
        try {
            Map<String, Stamp> found = stamps(own);
            if (!found.equals(seen)) {
                seen = found;
                menus = read(own, found.keySet());
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.log(System.Logger.Level.WARNING, "SSMS-1013 menus stay as they are: {0}", e.toString());
        }
    }

    private static Map<String, Stamp> stamps(Path folder) throws IOException {
        Map<String, Stamp> stamps = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(Menus::isMenu).limit(MOST).toList()) {
                stamps.put(nameOf(file), new Stamp(Files.getLastModifiedTime(file), Files.size(file)));
            }
        }
        return stamps;
    }

    private static boolean isMenu(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.endsWith(SUFFIX) && MenuFile.isName(name.substring(0, name.length() - SUFFIX.length()));
    }

    private static String nameOf(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.substring(0, name.length() - SUFFIX.length());
    }

    private Map<String, Menu> read(Path folder, Set<String> names) throws IOException {
        Map<String, Menu> fallback = menus;
        Map<String, Menu> read = new HashMap<>(builtIn(prompts));
        for (String name : names) {
            Optional<Menu> menu = read(folder.resolve(name + SUFFIX), name);
            menu.or(() -> Optional.ofNullable(fallback.get(name))).ifPresent(usable -> read.put(name, usable));
        }
        for (String broken = leadsNowhere(read); broken != null; broken = leadsNowhere(read)) {
            Menu before = fallback.get(broken);
            if (before == null || before.equals(read.get(broken))) {
                return fallback; // what was opened by a menu that stays is gone
            }
            read.put(broken, before);
        }
        return Map.copyOf(read);
    }

    private Optional<Menu> read(Path file, String name) throws IOException {
        try {
            if (Files.size(file) > LARGEST) {
                throw new MalformedMenuException(name, 1, "the file is larger than " + LARGEST + " bytes");
            }
            return Optional.of(MenuFile.read(name, Files.readString(file), prompts));
        } catch (java.nio.charset.CharacterCodingException e) {
            LOG.log(System.Logger.Level.WARNING, "SSMS-1013 menus stay as they are: {0}.menu is not UTF-8", name);
        } catch (MalformedMenuException e) {
            LOG.log(System.Logger.Level.WARNING, "SSMS-1013 menus stay as they are: {0}", e.getMessage());
        }
        return Optional.empty();
    }

    /** The name of a menu that opens one that is not there; null: there is none. */
    private static @Nullable String leadsNowhere(Map<String, Menu> menus) {
        for (Menu menu : new TreeMap<>(menus).values()) {
            for (Menu.Key key : menu.keys().values()) {
                if (key.command() instanceof Command.Open open && !menus.containsKey(open.menu())) {
                    LOG.log(
                            System.Logger.Level.WARNING,
                            "SSMS-1013 menus stay as they are: {0}.menu opens {1}, which is not there",
                            menu.name(),
                            open.menu());
                    return menu.name();
                }
            }
        }
        return null;
    }

    private static Map<String, Menu> builtIn(Predicate<String> prompts) {
        return BUILT_IN.stream().collect(Collectors.toUnmodifiableMap(name -> name, name -> builtIn(name, prompts)));
    }

    private static Menu builtIn(String name, Predicate<String> prompts) {
        try (InputStream in = Menus.class.getResourceAsStream(name + SUFFIX)) {
            if (in == null) {
                throw new IllegalStateException("no built-in menu " + name);
            }
            return MenuFile.read(name, new String(in.readAllBytes(), UTF_8), prompts);
        } catch (IOException | MalformedMenuException e) {
            throw new IllegalStateException("the built-in menu " + name + " is broken", e);
        }
    }
}
