package org.ssms.protect.recording;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.ssms.protect.key.KeyId;

/** The files of one recording, and how they become durable. */
record RecordingFiles(Path directory, String name) {
    static final String TICKET = ".ticket";

    static RecordingFiles of(Path root, KeyId kid) {
        String name = kid.toString();
        return new RecordingFiles(root.resolve(name.substring(0, 2)), name);
    }

    Path ticket() {
        return directory.resolve(name + TICKET);
    }

    Path mp4() {
        return directory.resolve(name + ".mp4");
    }

    Path mp4Part() {
        return directory.resolve(name + ".mp4.part");
    }

    Path srtp() {
        return directory.resolve(name + ".srtp");
    }

    Path srtpPart() {
        return directory.resolve(name + ".srtp.part");
    }

    Path manifest() {
        return directory.resolve(name + ".manifest");
    }

    private Path manifestPart() {
        return directory.resolve(name + ".manifest.part");
    }

    private Path ticketPart() {
        return directory.resolve(name + TICKET + ".part");
    }

    /** The file is whole or not there. */
    void writeManifest(byte[] content) throws IOException {
        replace(manifestPart(), manifest(), content);
    }

    /** Durable when this returns; the ticket is the old or the new one at any moment. */
    void renewTicket(byte[] content) throws IOException {
        replace(ticketPart(), ticket(), content);
        forceDirectory();
    }

    /** Writes, forces and renames. */
    static void replace(Path part, Path file, byte[] content) throws IOException {
        Files.deleteIfExists(part);
        writeNew(part, content);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Makes the file and forces it to disk. */
    static void writeNew(Path file, byte[] content) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    /** Deletes everything but the ticket. */
    void deleteContent() throws IOException {
        for (Path file : new Path[] {mp4Part(), mp4(), srtpPart(), srtp(), manifestPart(), manifest()}) {
            Files.deleteIfExists(file);
        }
    }

    /** The last of the files to go. */
    void deleteTicket() throws IOException {
        Files.deleteIfExists(ticketPart());
        Files.deleteIfExists(ticket());
    }

    /** Makes renames durable (POSIX: a directory is forced like a file). */
    void forceDirectory() throws IOException {
        force(directory);
    }

    static void force(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
