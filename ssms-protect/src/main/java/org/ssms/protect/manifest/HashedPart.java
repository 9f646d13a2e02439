package org.ssms.protect.manifest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import org.ssms.base.json.JsonObject;
import org.ssms.protect.key.Sha256;

/**
 * Length and hash of consecutive bytes of a file.
 *
 * @param bytes length
 * @param sha256 base64url without padding
 */
public record HashedPart(long bytes, String sha256) {
    private static final int BUFFER_BYTES = 16 * 1024;

    static HashedPart of(FileChannel file, long from, long length) throws IOException {
        MessageDigest digest = Sha256.digest();
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(length, BUFFER_BYTES));
        for (long at = from; at < from + length; ) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), from + length - at));
            int read = file.read(buffer, at);
            if (read < 0) {
                break; // shorter than told: another hash
            }
            digest.update(buffer.flip());
            at += read;
        }
        return new HashedPart(length, JsonObject.toBase64Url(digest.digest()));
    }

    /** Whether these are the bytes. */
    public boolean matches(byte[] content) {
        return content.length == bytes
                && JsonObject.toBase64Url(Sha256.of(content)).equals(sha256);
    }
}
