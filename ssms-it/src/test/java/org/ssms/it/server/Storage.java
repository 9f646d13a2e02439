package org.ssms.it.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.ssms.it.Await;
import org.ssms.it.tool.LiveFolder;
import org.ssms.player.audio.SoundFile;

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

    /** Waits until so much of a call is on the disk, while it is recorded.
     *  @param caller user part of his address
     *  @param seconds of RTP packets, of which none is shorter than its sound */
    public void awaitRecording(String mailbox, String caller, int seconds) {
        Await.untilTrue(
                seconds + " s of " + caller + " for " + mailbox + " in " + directory,
                Calls.LIMIT,
                () -> files(".ticket").stream()
                        .filter(ticket -> isOf(ticket, mailbox, caller))
                        .anyMatch(ticket -> size(Path.of(ticket.toString().replace(".ticket", ".srtp.part")))
                                >= (long) seconds * SoundFile.RATE));
    }

    private static boolean isOf(Path ticket, String mailbox, String caller) {
        try {
            String text = Files.readString(ticket);
            return text.contains("\"mailbox\":\"" + mailbox + "\"") && text.contains(":" + caller + "@");
        } catch (IOException e) {
            return false; // its message is stored
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            return 0; // not open yet, or stored
        }
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
