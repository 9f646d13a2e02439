package org.ssms.protect.manifest;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.ssms.protect.mp4.Fragment;
import org.ssms.protect.mp4.Mp4Layout;

/**
 * Covers every byte of both protected files.
 *
 * @param head of the MP4 file: everything before the first fragment
 * @param fragments in file order
 * @param srtp the whole file of stored packets
 */
public record FileHashes(HashedPart head, List<HashedPart> fragments, HashedPart srtp) {
    public FileHashes {
        fragments = List.copyOf(fragments);
    }

    /** Hashes two finished files. */
    public static FileHashes of(Path mp4, Mp4Layout layout, Path srtp) throws IOException {
        try (FileChannel mp4Channel = FileChannel.open(mp4, StandardOpenOption.READ);
                FileChannel srtpChannel = FileChannel.open(srtp, StandardOpenOption.READ)) {
            List<HashedPart> fragments = new ArrayList<>();
            for (Fragment fragment : layout.fragments()) {
                fragments.add(HashedPart.of(mp4Channel, fragment.offset(), fragment.bytes()));
            }
            return new FileHashes(
                    HashedPart.of(mp4Channel, 0, layout.headBytes()),
                    fragments,
                    HashedPart.of(srtpChannel, 0, srtpChannel.size()));
        }
    }

    /**
     * Compares an MP4 file byte for byte with what was signed.
     *
     * @throws TamperedMessageException when one byte is changed, missing, added or moved
     */
    public void checkMp4(FileChannel mp4) throws IOException, TamperedMessageException {
        long at = check(mp4, 0, head, "head");
        for (int i = 0; i < fragments.size(); i++) {
            at = check(mp4, at, fragments.get(i), "fragment " + i);
        }
        checkEnd(mp4, at);
    }

    /** As {@link #checkMp4}, for the file of stored packets. */
    public void checkSrtp(FileChannel stored) throws IOException, TamperedMessageException {
        checkEnd(stored, check(stored, 0, srtp, "srtp"));
    }

    private static long check(FileChannel file, long from, HashedPart expected, String name)
            throws IOException, TamperedMessageException {
        long end = from + expected.bytes();
        if (end > file.size() || !HashedPart.of(file, from, expected.bytes()).equals(expected)) {
            throw new TamperedMessageException(name + " is not what was signed");
        }
        return end;
    }

    private static void checkEnd(FileChannel file, long end) throws IOException, TamperedMessageException {
        if (file.size() != end) {
            throw new TamperedMessageException("bytes after what was signed");
        }
    }
}
