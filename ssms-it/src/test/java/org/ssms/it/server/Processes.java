package org.ssms.it.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/** What the operating system knows of a server process: read from /proc, where nothing can be embellished. */
public final class Processes {
    private final Path proc;

    public Processes(SsmsServer server) {
        this.proc = Path.of("/proc", Long.toString(server.pid()));
    }

    public int threads() throws IOException {
        try (Stream<String> lines = Files.lines(proc.resolve("status"))) {
            return lines.filter(line -> line.startsWith("Threads:"))
                    .mapToInt(line -> Integer.parseInt(line.substring(8).strip()))
                    .sum();
        }
    }

    /** Open files and sockets. */
    public int descriptors() throws IOException {
        try (Stream<Path> descriptors = Files.list(proc.resolve("fd"))) {
            return (int) descriptors.count();
        }
    }

    /** Open UDP sockets of both IP versions. */
    public int udpPorts() throws IOException {
        Set<String> sockets = new HashSet<>();
        try (Stream<Path> descriptors = Files.list(proc.resolve("fd"))) {
            for (Path descriptor : descriptors.toList()) {
                try {
                    sockets.add(Files.readSymbolicLink(descriptor).toString());
                } catch (IOException e) {
                    // closed in the meantime
                }
            }
        }
        int count = 0;
        for (String table : new String[] {"net/udp", "net/udp6"}) {
            try (Stream<String> lines = Files.lines(proc.resolve(table))) {
                count += (int) lines.skip(1)
                        .filter(line ->
                                sockets.contains("socket:[" + line.strip().split("\\s+", -1)[9] + "]"))
                        .count();
            }
        }
        return count;
    }
}
