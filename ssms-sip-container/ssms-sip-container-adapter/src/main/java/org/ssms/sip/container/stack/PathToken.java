package org.ssms.sip.container.stack;

import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.ssms.sip.container.SipFlow;

/**
 * What a Record-Route URI of ours carries as its user part (RFC 5626 §5.1): the flows to both ends of one dialog, signed
 * together with its Call-ID and the tag of its caller. Nobody can make one, or use it in another dialog. It is worth
 * nothing after a restart, like the connections that it names.
 *
 * @param next the flow to the other end than the sender's
 */
record PathToken(SipFlow next) {
    private static final String RELAYED = "z9hG4bK-relayed-";
    private static final String ALGORITHM = "HmacSHA256";
    private static final int MAC_BYTES = 16;
    private static final int LONGEST = 512;
    private static final byte[] KEY = new byte[32];

    static {
        new SecureRandom().nextBytes(KEY);
    }

    static String write(SIPMessage invite, SipFlow caller, SipFlow callee) {
        byte[] flows = (text(caller) + "\n" + text(callee)).getBytes(StandardCharsets.US_ASCII);
        byte[] mac = mac("path", flows, invite, String.valueOf(invite.getFromTag()));
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(ByteBuffer.allocate(mac.length + flows.length)
                        .put(mac)
                        .put(flows)
                        .array());
    }

    /** The token in a request of the dialog; empty when this is none of ours. */
    static Optional<PathToken> read(String token, SIPRequest request) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(token.length() <= LONGEST ? token : "");
            if (bytes.length <= MAC_BYTES) {
                return Optional.empty();
            }
            byte[] mac = Arrays.copyOf(bytes, MAC_BYTES);
            byte[] flows = Arrays.copyOfRange(bytes, MAC_BYTES, bytes.length);
            String[] ends = new String(flows, StandardCharsets.US_ASCII).split("\n", -1);
            if (MessageDigest.isEqual(mac, mac("path", flows, request, String.valueOf(request.getFromTag())))) {
                return Optional.of(new PathToken(flow(ends[1])));
            }
            return MessageDigest.isEqual(mac, mac("path", flows, request, String.valueOf(request.getToTag())))
                    ? Optional.of(new PathToken(flow(ends[0])))
                    : Optional.empty();
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    /**
     * The branch under which a message is passed on, always the same for what comes from that Via (RFC 3261 §16.11): the
     * ACK and the CANCEL of a request get that of the request, and a response proves by it that the request was ours.
     */
    static String branch(SIPMessage message, Via sender) {
        String from = sender.getHost() + " " + sender.getPort() + " " + sender.getReceived() + " " + sender.getRPort()
                + " " + sender.getBranch();
        byte[] number = ByteBuffer.allocate(Long.BYTES)
                .putLong(message.getCSeq().getSeqNumber())
                .array();
        return RELAYED + HexFormat.of().formatHex(mac("branch", number, message, from));
    }

    static boolean isRelayed(Via own) {
        return own.getBranch() != null && own.getBranch().startsWith(RELAYED);
    }

    private static byte[] mac(String purpose, byte[] content, SIPMessage dialog, String end) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(KEY, ALGORITHM));
            mac.update(purpose.getBytes(StandardCharsets.US_ASCII));
            byte[] callId = dialog.getCallId().getCallId().getBytes(StandardCharsets.UTF_8);
            mac.update(ByteBuffer.allocate(2 * Integer.BYTES)
                    .putInt(content.length)
                    .putInt(callId.length)
                    .array());
            mac.update(content);
            mac.update(callId);
            return Arrays.copyOf(mac.doFinal(end.getBytes(StandardCharsets.UTF_8)), MAC_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(SipFlow flow) {
        return flow.transport() + " " + flow.address() + " " + flow.port();
    }

    private static SipFlow flow(String text) {
        String[] parts = text.split(" ", -1);
        return new SipFlow(parts[0], parts[1], Integer.parseInt(parts[2]));
    }
}
