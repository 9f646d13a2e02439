package org.ssms.protect.mp4;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.ssms.protect.key.KeyId;

/**
 * Where the parts of a protected file are. Needs no key.
 *
 * @param keyId from the {@code pssh} box
 * @param initBytes size of {@code ftyp} and {@code moov}
 * @param headBytes size of everything before the first fragment: initialization and index
 * @param fragments whole, consecutive and well-formed, in file order
 */
public record Mp4Layout(KeyId keyId, int initBytes, int headBytes, List<Fragment> fragments) {
    private static final int MAX_HEAD_BOX = 1 << 20;
    private static final int MAX_MOOF = 4096;

    public Mp4Layout {
        fragments = List.copyOf(fragments);
    }

    /** Of the last whole fragment; what follows it is torn. */
    public long end() {
        return fragments.isEmpty()
                ? headBytes
                : fragments.get(fragments.size() - 1).end();
    }

    /** In sound samples. */
    public long duration() {
        return fragments.stream().mapToLong(Fragment::duration).sum();
    }

    /**
     * Reads a file that may end anywhere: the fragments stop before the first one that is not whole or not well-formed.
     *
     * @throws MalformedContentException when it breaks before the first fragment
     */
    public static Mp4Layout scan(FileChannel file) throws IOException {
        Head head = Head.read(file);
        List<Fragment> fragments = new ArrayList<>();
        long at = head.headBytes;
        long time = 0;
        try {
            while (at < file.size()) {
                Fragment next = readFragment(file, at, fragments.size() + 1, time);
                fragments.add(next);
                at = next.end();
                time += next.duration();
            }
        } catch (MalformedContentException torn) {
            // the end of what can be kept
        }
        return new Mp4Layout(head.keyId, head.initBytes, head.headBytes, fragments);
    }

    /** As {@link #scan}, for a finished file: nothing may follow the last fragment. */
    public static Mp4Layout read(FileChannel file) throws IOException {
        Mp4Layout layout = scan(file);
        if (layout.end() != file.size()) {
            throw new MalformedContentException("moof", layout.end(), "no whole fragment");
        }
        return layout;
    }

    private record Head(KeyId keyId, int initBytes, int headBytes) {
        static Head read(FileChannel file) throws IOException {
            Box ftyp = readBox(file, 0, MAX_HEAD_BOX);
            Box moov = readBox(file, sizeOf(ftyp), MAX_HEAD_BOX);
            if (!ftyp.type().equals("ftyp") || !moov.type().equals("moov")) {
                throw ftyp.malformed("no initialization segment");
            }
            long initBytes = moov.offset() + sizeOf(moov);
            long at = initBytes;
            while (at < file.size()) {
                Box next = readBox(file, at, MAX_HEAD_BOX);
                if (!next.type().equals("free") && !next.type().equals("sidx")) {
                    break;
                }
                at += sizeOf(next);
            }
            return new Head(keyId(moov), Math.toIntExact(initBytes), Math.toIntExact(at));
        }

        private static KeyId keyId(Box moov) throws MalformedContentException {
            Box pssh = moov.only("pssh", moov.children());
            pssh.expect(0x01_000000, "version");
            pssh.int64(); // system
            pssh.int64();
            pssh.expect(1, "number of key ids");
            return new KeyId(new UUID(pssh.int64(), pssh.int64()));
        }
    }

    private static int sizeOf(Box box) {
        return Box.HEADER + box.body().limit();
    }

    private static Box readBox(FileChannel file, long at, int maxBytes) throws IOException {
        ByteBuffer header = readFully(file, at, Box.HEADER);
        int size = header.getInt();
        String type = Box.type(header.getInt());
        if (size < Box.HEADER || size > maxBytes) {
            throw new MalformedContentException(type, at, "size out of range");
        }
        return new Box(type, at, readFully(file, at + Box.HEADER, size - Box.HEADER));
    }

    private static ByteBuffer readFully(FileChannel file, long at, int bytes) throws IOException {
        if (file.size() - at < bytes) {
            throw new MalformedContentException("file", at, "ends too early");
        }
        ByteBuffer buffer = ByteBuffer.allocate(bytes);
        while (buffer.hasRemaining()) {
            if (file.read(buffer, at + buffer.position()) < 0) {
                throw new MalformedContentException("file", at, "ends too early");
            }
        }
        return buffer.flip();
    }

    private static Fragment readFragment(FileChannel file, long at, int sequenceNumber, long time) throws IOException {
        ByteBuffer header = readFully(file, at, Box.HEADER);
        if (header.getInt(0) > MAX_MOOF || !Box.type(header.getInt(4)).equals("moof")) {
            throw new MalformedContentException("moof", at, "expected here");
        }
        Box moof = readBox(file, at, MAX_MOOF);
        Fragment fragment = new Fragment(at, sizeOf(moof), MoofReader.samples(moof, sequenceNumber, time));
        ByteBuffer mdat = readFully(file, at + fragment.moofBytes(), Box.HEADER);
        if (mdat.getInt(0) != Box.HEADER + fragment.payloadBytes()
                || !Box.type(mdat.getInt(4)).equals("mdat")
                || fragment.end() > file.size()) {
            throw new MalformedContentException("mdat", at + fragment.moofBytes(), "not whole");
        }
        return fragment;
    }
}
