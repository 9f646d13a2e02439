package org.ssms.player;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ssms.player.caller.Impairment;

/** Command line of {@link Call}. */
record CallOptions(
        String uri,
        Optional<Path> file,
        String host,
        int port,
        String caller,
        String display,
        boolean hash,
        boolean waitForBeep,
        boolean srtp,
        Impairment impairment) {

    static final String USAGE = """
            Usage: call USER [FILE] [options]
              USER            whose mailbox, for example alice; or USER@HOST for another Request-URI
              FILE            what to say: WAV, or bare u-law (.ul); without it a built-in spoken sample
              --server HOST:PORT  (127.0.0.1, and 5060 + $SSMS_PORT_OFFSET); [::1]:5060 for IPv6
              --from NAME     who calls (caller): the user part of From
              --display TEXT  the caller's name beside it, for example "Bob Builder"
              --hash          end with the # key instead of hanging up
              --srtp          protect the audio by SRTP (keys in the SDP), or fail
              --no-wait       speak at once, without waiting for the beep
              --loss PERCENT  lose so many of the packets
              --seed NUMBER   which ones (1)""";

    private static final int SIP_PORT = 5060;

    static CallOptions parse(String[] arguments, Map<String, String> environment) {
        Deque<String> left = new ArrayDeque<>(List.of(arguments));
        Deque<String> positional = new ArrayDeque<>();
        String host = "127.0.0.1";
        int port = SIP_PORT + number("SSMS_PORT_OFFSET", environment.getOrDefault("SSMS_PORT_OFFSET", "0"));
        String caller = "caller";
        String display = "";
        boolean hash = false;
        boolean wait = true;
        boolean srtp = false;
        double loss = 0;
        int seed = 1;
        while (!left.isEmpty()) {
            String argument = left.remove();
            switch (argument) {
                case "--server" -> {
                    String server = value(argument, left);
                    int colon = server.endsWith("]") ? -1 : server.lastIndexOf(':');
                    host = colon < 0 ? server : server.substring(0, colon);
                    port = colon < 0 ? SIP_PORT : number(argument, server.substring(colon + 1));
                }
                case "--from" -> caller = userPart(value(argument, left));
                case "--display" -> display = displayName(value(argument, left));
                case "--hash" -> hash = true;
                case "--srtp" -> srtp = true;
                case "--no-wait" -> wait = false;
                case "--loss" -> loss = number(argument, value(argument, left));
                case "--seed" -> seed = number(argument, value(argument, left));
                default -> positional.add(argument);
            }
        }
        if (positional.isEmpty() || positional.size() > 2 || positional.stream().anyMatch(p -> p.startsWith("-"))) {
            throw new IllegalArgumentException("One USER, at most one FILE.");
        }
        String uri = uri(positional.remove());
        Optional<Path> file = Optional.ofNullable(positional.poll()).map(Path::of);
        return new CallOptions(uri, file, host, port, caller, display, hash, wait, srtp, new Impairment(loss, 0, seed));
    }

    /** A bare user is called straight in the mailbox of the embedded default. */
    private static String uri(String user) {
        String address = user.startsWith("sip:") ? user.substring(4) : user;
        int at = address.indexOf('@');
        String host = at < 0 ? "vm.localhost" : address.substring(at + 1);
        if (!host.matches("[A-Za-z0-9.:\\[\\]-]+")) {
            throw new IllegalArgumentException("No such host: " + host);
        }
        return "sip:" + userPart(at < 0 ? address : address.substring(0, at)) + "@" + host;
    }

    /** RFC 3261 §25.1: unreserved characters; others would have to be escaped and no mailbox has them. */
    private static String userPart(String user) {
        if (!user.matches("[A-Za-z0-9\\-_.!~*'()&=+$,;?/%]+")) {
            throw new IllegalArgumentException("Not a SIP user: " + user);
        }
        return user;
    }

    private static String displayName(String text) {
        if (!text.matches("[^\\p{Cntrl}]{1,64}")) {
            throw new IllegalArgumentException("Not a name of up to 64 characters: " + text);
        }
        return text;
    }

    private static String value(String option, Deque<String> left) {
        if (left.isEmpty()) {
            throw new IllegalArgumentException(option + " needs a value.");
        }
        return left.remove();
    }

    private static int number(String what, String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(what + " needs a number, not " + text + ".", e);
        }
    }
}
