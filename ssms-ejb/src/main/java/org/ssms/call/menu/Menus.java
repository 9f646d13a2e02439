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
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
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

    private static final List<String> BUILT_IN = List.of(
            "greeting",
            "recording",
            "before",
            "review",
            "rights",
            "language",
            "cancel",
            "stored",
            "control",
            "recall",
            MailboxMenus.MAILBOX,
            MailboxMenus.MESSAGE,
            MailboxMenus.SETTINGS);
    private static final String SUFFIX = ".menu";
    private static final int MOST = 100;
    private static final long LARGEST = 65_536;

    private final @Nullable Path folder;
    private final Predicate<String> prompts;
    private final ReentrantLock reading = new ReentrantLock();
    private @Nullable Map<String, Stamp> seen; // who reads; null: what could not be read may be later
    private Map<String, String> complaints = Map.of(); // who reads
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

    /** Reads the folder again when something in it has changed, unless somebody does so now. Blocks. */
    public void refresh() {
        Path own = folder;
        if (own == null || !reading.tryLock()) {
            return;
        }
        try {
            Map<String, Stamp> found = stamps(own);
            if (!found.equals(seen)) {
                Map<String, String> wrong = new TreeMap<>();
                menus = read(own, found.keySet(), wrong);
                seen = wrong.isEmpty() ? found : null;
                complain(wrong);
            }
        } catch (IOException | UncheckedIOException e) {
            complain(Map.of(own.toString(), e.toString()));
        } finally {
            reading.unlock();
        }
    }

    /** Once, not every second. */
    private void complain(Map<String, String> wrong) {
        wrong.forEach((what, why) -> {
            if (!why.equals(complaints.get(what))) {
                LOG.log(System.Logger.Level.WARNING, "SSMS-1013 menus stay as they are: {0}", why);
            }
        });
        complaints = Map.copyOf(wrong);
    }

    private static Map<String, Stamp> stamps(Path folder) throws IOException {
        Map<String, Stamp> stamps = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(Menus::isMenu).sorted().limit(MOST).toList()) {
                stamps.put(nameOf(file), new Stamp(Files.getLastModifiedTime(file), Files.size(file)));
            }
        }
        return stamps;
    }

    private static boolean isMenu(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.endsWith(SUFFIX)
                && MenuFile.isName(name.substring(0, name.length() - SUFFIX.length()))
                && Files.isRegularFile(file);
    }

    private static String nameOf(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.substring(0, name.length() - SUFFIX.length());
    }

    /** @param wrong gets what cannot be used, and why */
    private Map<String, Menu> read(Path folder, Set<String> names, Map<String, String> wrong) {
        Map<String, Menu> before = menus;
        Map<String, Menu> read = new HashMap<>(builtIn(prompts));
        for (String name : names) {
            try {
                read.put(name, read(folder.resolve(name + SUFFIX), name));
            } catch (MalformedMenuException e) {
                wrong.put(name, String.valueOf(e.getMessage()));
            } catch (IOException e) {
                wrong.put(name, name + SUFFIX + ": " + e);
            }
            if (wrong.containsKey(name) && before.containsKey(name)) {
                read.put(name, before.get(name));
            }
        }
        for (Dangling one = dangling(read); one != null; one = dangling(read)) {
            Menu opener = before.get(one.opener());
            if (opener == null) {
                read.remove(one.opener());
            } else if (opener.equals(read.get(one.opener()))) {
                read.put(one.opened(), before.get(one.opened())); // as long as somebody opens it
            } else {
                read.put(one.opener(), opener);
            }
            wrong.put(one.opener(), one.opener() + SUFFIX + " opens " + one.opened() + ", which is not there");
        }
        return Map.copyOf(read);
    }

    private Menu read(Path file, String name) throws IOException, MalformedMenuException {
        if (Files.size(file) > LARGEST) {
            throw new MalformedMenuException(name, 1, "the file is larger than " + LARGEST + " bytes");
        }
        return MenuFile.read(name, Files.readString(file), prompts);
    }

    /** A menu that opens one that is not there. */
    private record Dangling(String opener, String opened) {}

    /** The first of them; null: there is none. */
    private static @Nullable Dangling dangling(Map<String, Menu> menus) {
        for (Menu menu : new TreeMap<>(menus).values()) {
            for (Menu.Key key : menu.keys().values()) {
                if (key.command() instanceof Command.Open open && !menus.containsKey(open.menu())) {
                    return new Dangling(menu.name(), open.menu());
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
