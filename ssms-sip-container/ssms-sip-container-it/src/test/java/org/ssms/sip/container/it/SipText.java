package org.ssms.sip.container.it;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Writes SIP requests as text, for callers that must be able to send what no SIP library would. */
final class SipText {
    private static final AtomicInteger SERIAL = new AtomicInteger();

    private SipText() {}

    /** What makes a request belong to a call. */
    record Call(String transport, int port, String id) {
        static Call start(String transport, int port) {
            return new Call(transport, port, "it-" + SERIAL.incrementAndGet() + "-" + System.nanoTime());
        }

        /**
         * A request in a transaction of its own: the branch differs with method and sequence. A server takes a second
         * request of the same branch for a repetition of the first (RFC 3261 §17.2.3).
         *
         * @param to value of the To header, with the tag inside a dialog
         */
        String request(String method, String uri, String to, int sequence, String body) {
            return """
                    %1$s %2$s SIP/2.0\r
                    Via: SIP/2.0/%3$s 127.0.0.1:9;branch=z9hG4bK%4$s%1$s%6$d;rport\r
                    From: <sip:it@127.0.0.1>;tag=%4$s\r
                    To: %5$s\r
                    Call-ID: %4$s\r
                    CSeq: %6$d %1$s\r
                    Contact: <sip:it@127.0.0.1:9;transport=%3$s>\r
                    Max-Forwards: 70\r
                    Content-Type: application/sdp\r
                    Content-Length: %7$d\r
                    \r
                    %8$s""".formatted(method, uri, transport, id, to, sequence, body.length(), body);
        }

        String request(String method, String user, String body) {
            String uri = "sip:" + user + "@127.0.0.1:" + port;
            return request(method, uri, "<" + uri + ">", 1, body);
        }
    }

    /**
     * A CANCEL, or the ACK of a failure: same branch and CSeq number (RFC 3261 §9.1, §17.1.1.3).
     *
     * @param to value of the To header, empty for that of the INVITE
     */
    static String sameTransaction(String invite, String method, String to) {
        return method
                + invite.substring(invite.indexOf(' '), invite.indexOf("\r\n\r\n"))
                        .replaceFirst("CSeq: (\\d+) INVITE", "CSeq: $1 " + method)
                        .replaceFirst("To: .*", "To: " + (to.isEmpty() ? header(invite, "To") : to))
                        .replaceFirst("Content-Length: .*", "Content-Length: 0")
                + "\r\n\r\n";
    }

    static String response(String request, int status, String tag, String contact) {
        StringBuilder text = new StringBuilder("SIP/2.0 " + status + " Of the test\r\n");
        request.lines()
                .takeWhile(line -> !line.isEmpty())
                .filter(line -> line.matches("(Via|From|Call-ID|CSeq|Record-Route): .*"))
                .forEach(line -> text.append(line).append("\r\n"));
        String to = header(request, "To");
        return text.append("To: ")
                .append(to.contains(";tag=") ? to : to + ";tag=" + tag)
                .append("\r\nContact: <")
                .append(contact)
                .append(">\r\nContent-Length: 0\r\n\r\n")
                .toString();
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Value of the header, empty when absent. */
    static String header(String message, String name) {
        return message.lines()
                .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElse("");
    }

    /** The Route lines of a dialog, from the Record-Routes of the message that began it. */
    static String routes(String message, boolean asCaller) {
        List<String> routes = new ArrayList<>();
        message.lines()
                .filter(line -> line.startsWith("Record-Route: "))
                .flatMap(line ->
                        Stream.of(line.substring("Record-Route: ".length()).split(",")))
                .forEach(route -> routes.add("Route: " + route.strip() + "\r\n"));
        if (asCaller) {
            Collections.reverse(routes);
        }
        return String.join("", routes);
    }

    static int status(String response) {
        return Integer.parseInt(response.split(" ", 3)[1]);
    }
}
