package org.ssms.sip.container.stack;

import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.message.SIPMessage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.ssms.sip.container.SipFlow;

/**
 * What a Record-Route URI of ours carries as its user part (RFC 5626 §5.1): the flows to both ends of one dialog,
 * sealed together with its Call-ID and the tag of its caller. Nobody can make one, use it in another dialog, or read
 * where the other end is. It is worth nothing after a restart, like the connections that it names.
 *
 * @param next the flow to the other end than the sender's
 * @param toCaller whether that end is the caller
 */
record PathToken(SipFlow next, boolean toCaller) {
    private static final String RELAYED = "z9hG4bK-relayed-";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int BRANCH_BYTES = 16;
    private static final int LONGEST = 512;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final SecretKeySpec SEAL = new SecretKeySpec(random(16), "AES");
    private static final SecretKeySpec BRANCHES = new SecretKeySpec(random(32), "HmacSHA256");

    /** @param invite with the Call-ID and From of the dialog */
    static String write(SIPMessage invite, SipFlow caller, SipFlow callee) {
        try {
            byte[] nonce = random(NONCE_BYTES);
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, nonce, invite, invite.getFromTag());
            byte[] sealed = cipher.doFinal((text(caller) + "\n" + text(callee)).getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(ByteBuffer.allocate(nonce.length + sealed.length)
                            .put(nonce)
                            .put(sealed)
                            .array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The token in a message of the dialog; empty when this is none of ours. */
    static Optional<PathToken> read(String token, SIPMessage message) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(token.length() <= LONGEST ? token : "");
            if (bytes.length <= NONCE_BYTES + TAG_BITS / Byte.SIZE) {
                return Optional.empty();
            }
            Optional<String[]> ends = open(bytes, message, message.getFromTag());
            return ends.isPresent()
                    ? ends.map(flows -> new PathToken(flow(flows[1]), false))
                    : open(bytes, message, message.getToTag()).map(flows -> new PathToken(flow(flows[0]), true));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    private static Optional<String[]> open(byte[] token, SIPMessage dialog, @Nullable String callerTag) {
        try {
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(token, NONCE_BYTES), dialog, callerTag);
            byte[] flows = cipher.doFinal(token, NONCE_BYTES, token.length - NONCE_BYTES);
            return Optional.of(new String(flows, StandardCharsets.US_ASCII).split("\n", -1));
        } catch (AEADBadTagException foreign) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Cipher cipher(int mode, byte[] nonce, SIPMessage dialog, @Nullable String callerTag)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, SEAL, new GCMParameterSpec(TAG_BITS, nonce));
        byte[] callId = dialog.getCallId().getCallId().getBytes(StandardCharsets.UTF_8);
        cipher.updateAAD(
                ByteBuffer.allocate(Integer.BYTES).putInt(callId.length).array());
        cipher.updateAAD(callId);
        cipher.updateAAD(String.valueOf(callerTag).getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    /**
     * The branch under which a message is passed on, always the same for what comes from that Via (RFC 3261 §16.11):
     * the ACK and the CANCEL of a request get that of the request, and a response proves by it that the request was
     * ours.
     */
    static String branch(SIPMessage message, Via sender) {
        String text = String.join(
                "\n",
                message.getCallId().getCallId(),
                Long.toString(message.getCSeq().getSeqNumber()),
                sender.getHost(),
                Integer.toString(sender.getPort()),
                String.valueOf(sender.getReceived()),
                Integer.toString(sender.getRPort()),
                String.valueOf(sender.getBranch()));
        try {
            Mac mac = Mac.getInstance(BRANCHES.getAlgorithm());
            mac.init(BRANCHES);
            byte[] digest = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
            return RELAYED + HexFormat.of().formatHex(digest, 0, BRANCH_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static boolean isRelayed(Via own) {
        return own.getBranch() != null && own.getBranch().startsWith(RELAYED);
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    private static String text(SipFlow flow) {
        return flow.transport() + " " + flow.address() + " " + flow.port();
    }

    private static SipFlow flow(String text) {
        String[] parts = text.split(" ", -1);
        return new SipFlow(parts[0], parts[1], Integer.parseInt(parts[2]));
    }
}
