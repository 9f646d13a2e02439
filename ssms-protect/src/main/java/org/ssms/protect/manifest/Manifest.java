package org.ssms.protect.manifest;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import java.security.MessageDigest;
import java.security.interfaces.ECPublicKey;
import java.text.ParseException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.ssms.base.json.JsonObject;
import org.ssms.protect.key.KeyId;
import org.ssms.protect.key.MessageId;
import org.ssms.protect.key.Sha256;
import org.ssms.protect.license.UsageRights;

/**
 * What the recording node signs of a finished message: whose it is, how long, and the hash of every byte. On disk it is
 * a JWS in compact form, ES256; the SHA-256 of that file stands in every license. Holds no secret.
 *
 * @param mailbox user name of the owner
 * @param caller SIP or tel URI
 * @param track of the sound
 * @param hashes of the files
 * @param attestation {@code A}, {@code B} or {@code C}: what the caller's provider signed of his number, verified at
 *     the call (RFC 8588 §4); null when nothing was
 * @param rights of the owner when the message was recorded: no license allows more; {@link UsageRights#UNLIMITED} in
 *     the files of a node that did not write them yet
 */
public record Manifest(
        MessageId messageId,
        KeyId keyId,
        String mailbox,
        String caller,
        Instant startedAt,
        Track track,
        FileHashes hashes,
        @Nullable String attestation,
        UsageRights rights) {
    /** Longest file, in bytes. */
    public static final int MAX_BYTES = 1 << 20;

    static final JOSEObjectType TYPE = new JOSEObjectType("ssms-manifest");

    /**
     * One track of the message.
     *
     * @param number its {@code track_ID}
     * @param codec RTP encoding name of the stored packets
     * @param clockRate in Hz
     * @param samples length in units of the clock rate
     */
    public record Track(int number, String codec, int clockRate, long samples) {}

    public Manifest {
        attestation = attestation == null ? null : attestation(attestation);
    }

    /**
     * Gives an attestation level back.
     *
     * @throws IllegalArgumentException when {@code level} is none of A, B and C
     */
    public static String attestation(String level) {
        if (!level.equals("A") && !level.equals("B") && !level.equals("C")) {
            throw new IllegalArgumentException("not an attestation level");
        }
        return level;
    }

    /**
     * Reads a manifest that a node has signed.
     *
     * @param file content of the manifest file
     * @param publicKey of the node
     * @throws TamperedMessageException when the signature is not of that key, or this is no manifest
     */
    public static Manifest verify(byte[] file, ECPublicKey publicKey) throws TamperedMessageException {
        JWSObject jws = parseJws(file);
        try {
            if (!jws.verify(new ECDSAVerifier(publicKey))) {
                throw new TamperedMessageException("the manifest's signature is wrong");
            }
        } catch (JOSEException e) {
            throw new TamperedMessageException("the manifest's signature cannot be verified");
        }
        return ManifestJson.read(jws.getPayload().toString());
    }

    /**
     * Reads a manifest whose hash is known from a license: then the node's key is not needed.
     *
     * @param file content of the manifest file
     * @param sha256 that it must have
     * @throws TamperedMessageException when it has another hash, or this is no manifest
     */
    public static Manifest pinned(byte[] file, byte[] sha256) throws TamperedMessageException {
        if (!MessageDigest.isEqual(Sha256.of(file), sha256)) {
            throw new TamperedMessageException("the license is for another manifest");
        }
        return ManifestJson.read(parseJws(file).getPayload().toString());
    }

    private static JWSObject parseJws(byte[] file) throws TamperedMessageException {
        if (file.length > MAX_BYTES) {
            throw new TamperedMessageException("the manifest is too long");
        }
        String text = new String(file, US_ASCII);
        try {
            for (String part : text.split("\\.", -1)) {
                JsonObject.fromBase64Url(part); // one spelling only
            }
            JWSObject jws = JWSObject.parse(text);
            if (!JWSAlgorithm.ES256.equals(jws.getHeader().getAlgorithm())
                    || !TYPE.equals(jws.getHeader().getType())
                    || jws.getHeader().getCriticalParams() != null) {
                throw new TamperedMessageException("not a manifest signed by ES256");
            }
            return jws;
        } catch (ParseException | IllegalArgumentException e) {
            throw new TamperedMessageException("the manifest is no JWS in compact form");
        }
    }

    String toJson() {
        return ManifestJson.write(this);
    }
}
