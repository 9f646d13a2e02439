package org.ssms.database;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import org.h2.store.fs.FileBase;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/**
 * Files of H2, {@code jdbc:h2:cut:/PATH}, of which is known what a disk would have after a power cut: all that was
 * forced, and of the later writes some, each of them in whole or not at all.
 */
public final class PowerCut extends FilePathWrapper {
    private static final Map<String, Disk> DISKS = new ConcurrentHashMap<>();

    /** Public, because H2 makes them. */
    public PowerCut() {}

    static void register() {
        FilePath.register(new PowerCut());
    }

    static Disk disk(Path file) {
        return DISKS.computeIfAbsent(file.toString(), path -> new Disk());
    }

    @Override
    public String getScheme() {
        return "cut";
    }

    @Override
    public FileChannel open(String mode) throws IOException {
        return new Watched(getBase().open(mode), disk(Path.of(getBase().toString())));
    }

    private record Write(int position, ByteBuffer bytes) {}

    static final class Disk {
        private final List<Write> later = new ArrayList<>();
        private byte[] forced = new byte[0];
        private boolean refuses;

        /** Whether an attempt to force fails from now on. */
        synchronized void refuse(boolean isRefused) {
            refuses = isRefused;
        }

        private synchronized void add(Write write) {
            later.add(write);
        }

        private synchronized void force() throws IOException {
            if (refuses) {
                throw new IOException("the disk is ill");
            }
            later.forEach(this::apply);
            later.clear();
        }

        /** The journal of a file system keeps lengths, and H2 forces before it cuts. */
        private synchronized void truncate(long length) throws IOException {
            force();
            forced = Arrays.copyOf(forced, (int) Math.min(forced.length, length));
        }

        private void apply(Write write) {
            int end = write.position + write.bytes.capacity();
            if (end > forced.length) {
                forced = Arrays.copyOf(forced, end);
            }
            write.bytes.get(0, forced, write.position, write.bytes.capacity());
        }

        /** What is there when the power is back, if the disk keeps the order of the writes. */
        synchronized void copyOrderly(Path file, Random random) throws IOException {
            copy(file, later.subList(0, random.nextInt(later.size() + 1)));
        }

        /** What is there when the power is back, if the disk does them in any order. */
        synchronized void copyAny(Path file, Random random) throws IOException {
            int percent = random.nextInt(101);
            copy(
                    file,
                    later.stream()
                            .filter(write -> random.nextInt(100) < percent)
                            .toList());
        }

        private void copy(Path file, List<Write> done) throws IOException {
            Disk after = new Disk();
            after.forced = forced.clone();
            done.forEach(after::apply);
            Files.write(file, after.forced);
        }
    }

    private static final class Watched extends FileBase {
        private final FileChannel file;
        private final Disk disk;

        Watched(FileChannel file, Disk disk) {
            this.file = file;
            this.disk = disk;
        }

        @Override
        public synchronized int write(ByteBuffer from, long position) throws IOException {
            ByteBuffer bytes = ByteBuffer.allocate(from.remaining()).put(from.duplicate());
            disk.add(new Write(Math.toIntExact(position), bytes));
            return file.write(from, position);
        }

        @Override
        public int write(ByteBuffer from) throws IOException {
            int written = write(from, file.position());
            file.position(file.position() + written);
            return written;
        }

        @Override
        public void force(boolean metaData) throws IOException {
            disk.force();
        }

        @Override
        public FileChannel truncate(long length) throws IOException {
            file.truncate(length);
            disk.truncate(length);
            return this;
        }

        @Override
        public int read(ByteBuffer to) throws IOException {
            return file.read(to);
        }

        @Override
        public synchronized int read(ByteBuffer to, long position) throws IOException {
            return file.read(to, position);
        }

        @Override
        public long position() throws IOException {
            return file.position();
        }

        @Override
        public FileChannel position(long position) throws IOException {
            file.position(position);
            return this;
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public FileLock tryLock(long position, long size, boolean shared) throws IOException {
            return file.tryLock(position, size, shared);
        }

        @Override
        protected void implCloseChannel() throws IOException {
            file.close();
        }
    }
}
