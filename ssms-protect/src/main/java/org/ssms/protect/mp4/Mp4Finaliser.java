package org.ssms.protect.mp4;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Completes a file that was written to its end, or up to a crash. Needs no key and moves no sound. */
public final class Mp4Finaliser {
    private Mp4Finaliser() {}

    /**
     * Cuts a torn tail off, writes the index into its reserved place and forces the file to disk. Idempotent: a second
     * run writes the same bytes.
     *
     * @return what the file holds; without a fragment nothing was changed
     * @throws MalformedContentException when not even the initialization segment is whole
     */
    public static Mp4Layout finalise(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            Mp4Layout layout = Mp4Layout.scan(channel);
            if (layout.fragments().isEmpty()) {
                return layout;
            }
            channel.truncate(layout.end());
            writeIndex(channel, layout);
            channel.force(true);
            return layout;
        }
    }

    private static void writeIndex(FileChannel channel, Mp4Layout layout) throws IOException {
        ByteBuffer index;
        try {
            index = SegmentIndex.fill(layout.headBytes() - layout.initBytes(), layout.fragments());
        } catch (IllegalArgumentException e) {
            throw new MalformedContentException("free", layout.initBytes(), "too small for the index");
        }
        while (index.hasRemaining()) {
            channel.write(index, layout.initBytes() + (long) index.position());
        }
    }
}
