package org.ssms.it.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
                () -> ticketsOf(mailbox, caller)
                        .anyMatch(ticket -> size(Path.of(ticket.toString().replace(".ticket", ".srtp.part")))
                                >= (long) seconds * SoundFile.RATE));
    }

    /** Waits until of no call anything is left to store: what has become a message is one by then. */
    public void awaitStored() {
        Await.untilTrue(
                "nothing is left to do in " + directory,
                Calls.LIMIT.multipliedBy(2),
                () -> files(".ticket").isEmpty() && files(".part").isEmpty());
    }

    /** The names, without their ends, of the files whose name ends so. */
    public Set<String> names(String suffix) {
        return files(suffix).stream()
                .map(file -> file.getFileName().toString())
                .map(name -> name.substring(0, name.length() - suffix.length()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Waits until of no call to a mailbox anything is left to store: what has become a message is one by then. */
    public void awaitStored(String mailbox) {
        Await.untilTrue(
                "nothing for " + mailbox + " is left to do in " + directory,
                Calls.LIMIT,
                () -> ticketsOf(mailbox).findAny().isEmpty());
    }

    /** The same of the calls of one caller only.
     *  @param caller as in {@link #awaitRecording} */
    public void awaitStored(String mailbox, String caller) {
        Await.untilTrue(
                "nothing of " + caller + " for " + mailbox + " is left to do in " + directory,
                Calls.LIMIT,
                () -> ticketsOf(mailbox, caller).findAny().isEmpty());
    }

    /** The name of the files of the one call that a caller has up now; others of his are stored.
     *  @param caller as in {@link #awaitRecording} */
    public String kidOf(String mailbox, String caller) {
        List<Path> tickets = ticketsOf(mailbox, caller).toList();
        if (tickets.size() != 1) {
            throw new AssertionError(tickets.size() + " calls of " + caller + " for " + mailbox + " among " + files());
        }
        return tickets.get(0).getFileName().toString().replace(".ticket", "");
    }

    private Stream<Path> ticketsOf(String mailbox, String caller) {
        return ticketsOf(mailbox).filter(ticket -> text(ticket).contains(":" + caller + "@"));
    }

    private Stream<Path> ticketsOf(String mailbox) {
        return files(".ticket").stream().filter(ticket -> text(ticket).contains("\"mailbox\":\"" + mailbox + "\""));
    }

    private static String text(Path ticket) {
        try {
            return Files.readString(ticket);
        } catch (IOException e) {
            return ""; // its message is stored
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
