package org.ssms.it.sip;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * SIP messages and session descriptions that are nearly right, wrong, or rubbish. The same seed makes the same
 * messages.
 */
public final class Fuzz {
    private static final List<String> METHODS = List.of(
            "INVITE",
            "REGISTER",
            "OPTIONS",
            "BYE",
            "CANCEL",
            "ACK",
            "SUBSCRIBE",
            "NOTIFY",
            "MESSAGE",
            "INFO",
            "UPDATE",
            "PRACK",
            "REFER",
            "PUBLISH",
            "XYZZY");
    private static final List<String> URIS = List.of(
            "sip:alice@localhost",
            "sip:bob@vm.localhost",
            "sip:alice@vm.localhost;target=sip%3Abob%40localhost;cause=408",
            "tel:+4930123456",
            "sip:voicemail@localhost",
            "sip:%61lice@localhost;user=phone",
            "sips:alice@localhost",
            "sip:alice:pw@localhost?Subject=x&Route=y",
            "sip:a%00b@localhost",
            "sip:@localhost",
            "sip:alice@[::1]",
            "sip:alice@localhost:99999",
            "urn:x:y",
            "sip:",
            "*",
            "sip:alice@256.1.1.1");
    private static final List<String> HEADERS = List.of(
            "Diversion: <sip:alice@localhost>;reason=user-busy;counter=1",
            "Diversion: <sip:alice@localhost>;counter=99999999999999999999",
            "History-Info: <sip:alice@localhost?Reason=SIP%3Bcause%3D486>;index=1, <sip:voicemail@localhost>;index=1.1",
            "History-Info: <sip:alice@localhost?Reason=%ZZ>;index=1.1.1.1.1.1.1",
            "P-Asserted-Identity: \"A\" <sip:+4930123@localhost>, <tel:+4930123>",
            "Privacy: id;header;user;none;critical",
            "Identity: a.b.c;info=<https://127.0.0.1:1/x>;alg=ES256;ppt=shaken",
            "Identity: ....",
            "Session-Expires: 90;refresher=uas",
            "Session-Expires: 4294967296",
            "Min-SE: -1",
            "Require: 100rel, timer, nonsense",
            "Supported: timer,path,outbound",
            "Path: <sip:127.0.0.1;lr>",
            "Route: <sip:127.0.0.1;lr>, <sip:[::1]:0;lr>",
            "Record-Route: <sip:x;lr>",
            "Expires: 99999999999",
            "Expires: -5",
            "Contact: *",
            "Contact: <sip:a@127.0.0.1:1>;q=1.001;expires=0, <sip:b@127.0.0.1>;q=-1",
            "Contact: <sip:a@127.0.0.1>;+sip.instance=\"<urn:uuid:0>\";reg-id=1",
            "Authorization: Digest username=\"alice\", realm=\"localhost\", nonce=\"x\", uri=\"sip:localhost\", "
                    + "response=\"0\", nc=zz, qop=auth",
            "Authorization: Digest username=\"\\\", realm=",
            "Proxy-Authorization: Basic YTpi",
            "Max-Forwards: 0",
            "Max-Forwards: 999999",
            "P-Called-Party-ID: <sip:alice@localhost>",
            "Content-Encoding: gzip",
            "Event: presence",
            "Event: message-summary",
            "Subscription-State: active;expires=x",
            "RSeq: 0",
            "RAck: 1 1 INVITE",
            "Replaces: a;to-tag=b;from-tag=c",
            "Date: Thu, 99 Foo 2026 99:99:99 GMT",
            "Timestamp: 1e999",
            "Warning: 399 x \"y",
            "Via: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bK",
            "CSeq: 2 BYE",
            "Call-ID: second");
    private static final List<String> SDP_LINES = List.of(
            "v=0",
            "o=- 1 1 IN IP4 127.0.0.1",
            "s=-",
            "c=IN IP4 127.0.0.1",
            "c=IN IP4 224.0.0.1/127",
            "c=IN IP6 ::1",
            "c=IN IP4 0.0.0.0",
            "t=0 0",
            "t=9999999999999999999 0",
            "m=audio 40000 RTP/AVP 0 8 101",
            "m=audio 65536 RTP/AVP 0",
            "m=audio 0 RTP/AVP 0",
            "m=audio 40000/2 RTP/SAVP 0",
            "m=video 40002 RTP/AVP 96",
            "m=audio 40000 RTP/AVP",
            "a=rtpmap:0 PCMU/8000",
            "a=rtpmap:101 telephone-event/8000",
            "a=rtpmap:999 X/0",
            "a=rtpmap:0 PCMU/8000/99999999999",
            "a=fmtp:101 0-15",
            "a=fmtp:101 0-99999999",
            "a=sendonly",
            "a=inactive",
            "a=ptime:0",
            "a=ptime:-20",
            "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz|2^20|1:4",
            "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:short",
            "a=crypto:99999999999 X inline:",
            "a=candidate:",
            "a=setup:actpass",
            "a=fingerprint:sha-256 00",
            "b=AS:-1",
            "k=clear:x",
            "z=0 0");

    private final SplittableRandom random;

    public Fuzz(long seed) {
        random = new SplittableRandom(seed);
    }

    /** The next message.
     *  @param transport as it stands in the Via
     *  @param hostPort where answers go to */
    public byte[] next(String transport, String hostPort) {
        byte[] message = message(transport, hostPort).getBytes(StandardCharsets.UTF_8);
        return switch (random.nextInt(10)) {
            case 0 -> rubbish();
            case 1, 2, 3 -> flipped(message);
            case 4 -> cut(message);
            default -> message;
        };
    }

    private String message(String transport, String hostPort) {
        String method = any(METHODS);
        String callId = "fuzz" + random.nextLong(1 << 20);
        List<String> lines = new ArrayList<>(List.of(
                method + " " + any(URIS) + " SIP/2.0",
                "Via: SIP/2.0/" + transport + " " + hostPort + ";rport;branch=z9hG4bKf"
                        + Long.toHexString(random.nextLong()),
                "Max-Forwards: 70",
                "From: <sip:fuzz@caller.invalid>;tag=" + random.nextInt(100),
                "To: <" + any(URIS) + ">" + (random.nextInt(4) == 0 ? ";tag=" + random.nextInt(100) : ""),
                "Call-ID: " + callId,
                "CSeq: " + (random.nextInt(20) == 0 ? random.nextLong() : random.nextInt(100)) + " " + method,
                "Contact: <sip:fuzz@" + hostPort + ">"));
        for (int more = random.nextInt(4); more > 0; more--) {
            lines.add(any(HEADERS));
        }
        if (random.nextInt(3) == 0) {
            disturb(lines);
        }
        String body = random.nextBoolean() ? description() : "";
        if (!body.isEmpty()) {
            lines.add("Content-Type: application/" + (random.nextInt(10) == 0 ? "x" : "sdp"));
        }
        lines.add("Content-Length: " + length(body.length()));
        return String.join("\r\n", lines) + "\r\n\r\n" + body;
    }

    private long length(int right) {
        return switch (random.nextInt(30)) {
            case 0 -> -1;
            case 1 -> right + 10L;
            case 2 -> Long.MAX_VALUE;
            default -> right;
        };
    }

    private void disturb(List<String> lines) {
        int at = random.nextInt(lines.size());
        String line = lines.get(at);
        switch (random.nextInt(6)) {
            case 0 -> lines.remove(at);
            case 1 -> lines.add(line);
            case 2 -> lines.set(at, line.replaceFirst(":", " \t:") + "\r\n folded");
            case 3 -> lines.set(at, line + "x".repeat(random.nextInt(9000)));
            case 4 -> lines.set(at, line.replace("sip:", "sip:" + "(".repeat(random.nextInt(200))));
            default -> lines.add(random.nextInt(lines.size()), line.toUpperCase(java.util.Locale.ROOT));
        }
    }

    private String description() {
        List<String> lines = new ArrayList<>();
        if (random.nextInt(3) > 0) {
            lines.addAll(SDP_LINES.subList(0, 4));
            lines.add("t=0 0");
            lines.add("m=audio 40000 RTP/AVP 0 101");
        }
        for (int more = random.nextInt(12); more > 0; more--) {
            lines.add(random.nextInt(lines.size() + 1), any(SDP_LINES));
        }
        return String.join("\r\n", lines) + "\r\n";
    }

    private byte[] rubbish() {
        byte[] octets = new byte[random.nextInt(1200)];
        random.nextBytes(octets);
        return octets;
    }

    private byte[] flipped(byte[] message) {
        for (int flips = 1 + random.nextInt(8); flips > 0; flips--) {
            message[random.nextInt(message.length)] = (byte) random.nextInt(256);
        }
        return message;
    }

    private byte[] cut(byte[] message) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(message, 0, random.nextInt(message.length));
        return out.toByteArray();
    }

    private String any(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
