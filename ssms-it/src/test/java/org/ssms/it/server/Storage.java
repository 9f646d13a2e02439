package org.ssms.it.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.ssms.it.tool.LiveFolder;

/** The message files of a server. */
public final class Storage {
    private final Path directory;

    public Storage(SsmsServer server) {
        this.directory = server.home().resolve("messages");
    }

    /** {@code KID.extension}, which must exist. */
    public Path file(String kid, String extension) {
        return files().stream()
                .filter(path -> path.endsWith(kid + "." + extension))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no file " + kid + "." + extension + " among " + files()));
    }

    /** All files, the unfinished included. */
    public List<Path> files() {
        try {
            return LiveFolder.files(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Files whose name ends so. */
    public List<Path> files(String suffix) {
        return files().stream().filter(path -> path.toString().endsWith(suffix)).toList();
    }
}
