package org.ssms.protect.drm;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The DRM systems of a node: those that are shipped, and those in the jars of one folder. Immutable. */
public final class DrmSystems implements AutoCloseable {
    /** As docs/drm-attribute.md has them. */
    private static final String TOKEN = "[!#-'*+.0-9A-Z^-~-]";

    private static final Pattern TYPE = Pattern.compile(TOKEN + "{1,64}");
    private static final Pattern TRANSPORT = Pattern.compile(TOKEN + "+(/" + TOKEN + "+)*");
    private static final int MAX_TRANSPORT = 64;

    private final List<DrmSystem> systems;
    private final @Nullable URLClassLoader jars;

    private DrmSystems(List<DrmSystem> systems, @Nullable URLClassLoader jars) {
        this.systems = List.copyOf(systems);
        this.jars = jars;
    }

    /** Those that are shipped. */
    public static DrmSystems shipped() {
        return new DrmSystems(List.of(OwnSystem.SRTP, OwnSystem.CLEAR_KEY), null);
    }

    /**
     * Those that are shipped, and those that the jars of a folder name in {@code META-INF/services}.
     *
     * @param folder null: there is none
     * @throws IllegalArgumentException when a jar cannot be used; says what it is
     */
    public static DrmSystems load(@Nullable Path folder) {
        if (folder == null) {
            return shipped();
        }
        URLClassLoader jars = new URLClassLoader(urls(folder), DrmSystem.class.getClassLoader());
        try {
            List<DrmSystem> systems = new ArrayList<>(shipped().systems);
            for (DrmSystem found : ServiceLoader.load(DrmSystem.class, jars)) {
                systems.add(found);
            }
            check(systems);
            return new DrmSystems(systems, jars);
        } catch (IllegalArgumentException e) {
            close(jars);
            throw e;
        } catch (ServiceConfigurationError | LinkageError | RuntimeException e) { // somebody else's code
            close(jars);
            throw new IllegalArgumentException("a DRM system of " + folder + " cannot be loaded: " + e.getMessage(), e);
        }
    }

    private static URL[] urls(Path folder) {
        List<URL> urls = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.jar")) {
            for (Path file : files) {
                urls.add(file.toUri().toURL());
            }
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException("a file name of " + folder + " is none", e);
        } catch (IOException e) {
            throw new IllegalArgumentException(folder + " cannot be read", e);
        }
        return urls.toArray(URL[]::new);
    }

    private static void check(List<DrmSystem> systems) {
        Set<String> types = new HashSet<>();
        for (DrmSystem system : systems) {
            String type = system.type();
            if (!TYPE.matcher(type).matches() || type.equals("0")) {
                throw new IllegalArgumentException("a DRM system has a type that is no token");
            }
            if (!types.add(type.toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException("two DRM systems are called " + type);
            }
            boolean usable = system.transports().stream()
                    .allMatch(t ->
                            t.length() <= MAX_TRANSPORT && TRANSPORT.matcher(t).matches() && !t.equals("0"));
            if (!usable) {
                throw new IllegalArgumentException("the DRM system " + type + " has a transport that is none");
            }
        }
    }

    /** In order of their discovery. What those of others' jars do may fail. */
    public List<DrmSystem> all() {
        return systems;
    }

    /** Lets the jars go; the systems in them are of no use any more. */
    @Override
    public void close() {
        if (jars != null) {
            close(jars);
        }
    }

    private static void close(URLClassLoader jars) {
        try {
            jars.close();
        } catch (IOException e) {
            // they were only read
        }
    }
}
