package org.ssms.protect.mp4;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.IvParameterSpec;
import org.ssms.protect.flac.FlacDecoder;
import org.ssms.protect.flac.MalformedFlacException;
import org.ssms.protect.key.DerivedKey;
import org.ssms.protect.mp4.Fragment.Sample;

/** Decrypts and decodes fragments, in order from the first. Not thread-safe. */
public final class FragmentDecoder {
    private final Cipher cipher;
    private final SecretKey key;
    private int frames;

    /**
     * Makes a decoder that stands at the first fragment.
     *
     * @param key for CENC; read here only, stays the caller's to close
     */
    public FragmentDecoder(DerivedKey key) {
        this.key = key.toAesKey();
        try {
            cipher = Cipher.getInstance("AES/CTR/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no AES", e);
        }
    }

    /**
     * Decodes the next fragment.
     *
     * @param content all bytes of the fragment; decrypted in place
     * @return a fresh array of linear samples
     * @throws MalformedContentException when a frame is no FLAC after decryption, as with a wrong key
     */
    public short[] decode(Fragment fragment, byte[] content) throws MalformedContentException {
        short[] sound = new short[fragment.duration()];
        int at = Math.toIntExact(fragment.payloadOffset() - fragment.offset());
        int filled = 0;
        for (Sample sample : fragment.samples()) {
            decrypt(sample, content, at);
            short[] frame = decode(sample, content, at, fragment.offset());
            System.arraycopy(frame, 0, sound, filled, frame.length);
            filled += frame.length;
            at += sample.bytes();
        }
        return sound;
    }

    private short[] decode(Sample sample, byte[] content, int at, long fragmentOffset)
            throws MalformedContentException {
        try {
            short[] frame = FlacDecoder.decode(content, at, sample.bytes(), frames);
            if (frame.length != sample.duration()) {
                throw new MalformedContentException("mdat", fragmentOffset + at, "frame of another duration");
            }
            frames++;
            return frame;
        } catch (MalformedFlacException e) {
            throw new MalformedContentException("mdat", fragmentOffset + at, "does not decrypt to sound");
        }
    }

    private void decrypt(Sample sample, byte[] content, int at) {
        byte[] iv = ByteBuffer.allocate(16).putLong(sample.iv()).array();
        try {
            cipher.init(Cipher.DECRYPT_MODE, key, new IvParameterSpec(iv));
            cipher.doFinal(content, at, sample.bytes(), content, at);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-CTR failed", e);
        }
    }
}
