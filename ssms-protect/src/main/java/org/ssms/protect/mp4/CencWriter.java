package org.ssms.protect.mp4;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Queue;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.ssms.protect.flac.FlacEncoder;
import org.ssms.protect.key.DerivedKey;
import org.ssms.protect.key.KeyId;

/**
 * Writes a CENC protected fragmented MP4 file of one sound track: init segment and room for the index at once, then one
 * fragment per second in one write. Holds at most one second, encrypted but for the block in work. IVs are the track in
 * the top byte and a sample counter, so they never repeat under the key of the message. Not thread-safe.
 */
public final class CencWriter {
    /** What writers share: each uses one while it packs a block, and leaves no sound in it. One thread at a time. */
    public static final class Scratch {
        private static final int MAX_BYTES = MovieFragment.headerBytes(MovieFragment.MAX_SAMPLES)
                + MovieFragment.MAX_SAMPLES * FlacEncoder.MAX_FRAME_BYTES;

        private final FlacEncoder flac = new FlacEncoder();
        final byte[] frame = new byte[FlacEncoder.MAX_FRAME_BYTES];

        /** A fragment on its way to the file; ciphertext only. */
        private final ByteBuffer fragment = ByteBuffer.allocateDirect(MAX_BYTES);
    }

    private final WritableByteChannel out;
    private final Cipher cipher;
    private final SecretKey key;
    private final byte[] iv = new byte[16];
    private final ByteBuffer ivView = ByteBuffer.wrap(iv);
    private final Queue<Scratch> scratches;
    private final MovieFragment fragment = new MovieFragment();
    private final int maxFragments;

    /** Of the block in work. */
    private final short[] block = new short[FlacEncoder.BLOCK_SIZE];

    private int blockFill;
    private int frames;
    private int fragments;

    /**
     * Writes the init segment.
     *
     * @param key for CENC; read here only, stays the caller's to close
     * @param maxFragments that the index can hold, up to 65,535
     * @param scratches that are idle: one is taken for each block, or made, and put back. Writers on several threads
     *     may share a thread-safe queue, which comes to hold as many as were ever in use at once
     */
    public CencWriter(WritableByteChannel out, KeyId kid, DerivedKey key, int maxFragments, Queue<Scratch> scratches)
            throws IOException {
        if (maxFragments < 1 || maxFragments > SegmentIndex.MAX_FRAGMENTS) {
            throw new IllegalArgumentException("an index has 1 to 65535 fragments");
        }
        this.out = out;
        this.key = key.toAesKey();
        this.maxFragments = maxFragments;
        this.scratches = scratches;
        try {
            cipher = Cipher.getInstance("AES/CTR/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no AES", e);
        }
        write(InitSegment.of(kid));
        write(SegmentIndex.reserve(maxFragments));
    }

    /** How many samples were taken so far: the time of the next one. */
    public long time() {
        return (long) frames * FlacEncoder.BLOCK_SIZE + blockFill;
    }

    /** The time at which {@link #append} and {@link #silence} must stop: the index is full then. */
    public long maxTime() {
        return (long) maxFragments * MovieFragment.MAX_SAMPLES * FlacEncoder.BLOCK_SIZE;
    }

    /** Adds {@code count} samples of {@code pcm} from {@code from}. */
    public void append(short[] pcm, int from, int count) throws IOException {
        for (int taken = 0; taken < count; ) {
            int n = Math.min(count - taken, block.length - blockFill);
            System.arraycopy(pcm, from + taken, block, blockFill, n);
            taken += n;
            advance(n);
        }
    }

    /** Adds {@code count} samples of digital silence. */
    public void silence(long count) throws IOException {
        for (long left = count; left > 0; ) {
            int n = (int) Math.min(left, block.length - blockFill);
            Arrays.fill(block, blockFill, blockFill + n, (short) 0);
            left -= n;
            advance(n);
        }
    }

    /** Writes what is left, as a shorter block in a shorter fragment. Nothing can be appended afterwards. */
    public void finish() throws IOException {
        pack(true);
    }

    /** Overwrites sound and replaces the key in the cipher. */
    public void wipe() {
        Arrays.fill(block, (short) 0);
        initCipher(new SecretKeySpec(new byte[16], "AES"), 0);
    }

    private void advance(int samples) throws IOException {
        blockFill += samples;
        if (blockFill == block.length) {
            pack(false);
        }
    }

    /** Encrypts the block in work, and writes the fragment when it is full or the last. */
    private void pack(boolean last) throws IOException {
        Scratch idle = scratches.poll();
        Scratch scratch = idle == null ? new Scratch() : idle;
        try {
            if (blockFill > 0) {
                encryptBlock(scratch);
            }
            if (fragment.isFull() || (last && !fragment.isEmpty())) {
                writeFragment(scratch.fragment.clear());
            }
        } finally {
            scratches.add(scratch);
        }
    }

    private void encryptBlock(Scratch scratch) {
        long ivValue = ((long) InitSegment.TRACK_ID << 56) | frames;
        initCipher(key, ivValue);
        try {
            int size = scratch.flac.encode(block, blockFill, frames, scratch.frame, 0);
            fragment.add(blockFill, cipher.doFinal(scratch.frame, 0, size), ivValue);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-CTR failed", e);
        } finally {
            Arrays.fill(scratch.frame, (byte) 0);
        }
        frames++;
        blockFill = 0;
    }

    private void initCipher(SecretKey secret, long ivValue) {
        ivView.putLong(0, ivValue); // the low 64 bits count blocks from 0
        try {
            cipher.init(Cipher.ENCRYPT_MODE, secret, new IvParameterSpec(iv));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-CTR refuses its key", e);
        }
    }

    private void writeFragment(ByteBuffer bytes) throws IOException {
        if (fragments == maxFragments) {
            throw new IOException("the index holds " + maxFragments + " fragments");
        }
        fragment.write(bytes);
        fragments++;
        write(bytes.flip());
    }

    private void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }
}
