package org.ssms.player;

import java.io.Console;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ssms.protect.key.MessageId;

/** Command line of {@link Play}.
 *  @param server base of mailbox and license server
 *  @param givenPassword from the environment; otherwise the terminal asks for it */
record PlayOptions(
        MessageId message, String user, URI server, boolean toStandardOutput, Optional<String> givenPassword) {
    static final String USAGE = """
            Usage: play MESSAGEID --user USER [--server URL] [--stdout]
              --server URL    http://127.0.0.1:8080 (+ $SSMS_PORT_OFFSET); plain http to this machine only
              --stdout        the sound, 8 kHz 16 bit mono, for example into: aplay -f S16_LE -r 8000
              The password comes from $SSMS_PASSWORD or is asked for.""";

    private static final int HTTP_PORT = 8080;

    static PlayOptions parse(String[] arguments, Map<String, String> environment) {
        Deque<String> left = new ArrayDeque<>(List.of(arguments));
        String message = "";
        String user = "";
        int port = HTTP_PORT + Integer.parseInt(environment.getOrDefault("SSMS_PORT_OFFSET", "0"));
        String server = "http://127.0.0.1:" + port;
        boolean stdout = false;
        while (!left.isEmpty()) {
            String argument = left.remove();
            switch (argument) {
                case "--user" -> user = value(argument, left);
                case "--server" -> server = value(argument, left);
                case "--stdout" -> stdout = true;
                default -> message = argument;
            }
        }
        if (user.isEmpty()) {
            throw new IllegalArgumentException("Whose message? --user is missing.");
        }
        return new PlayOptions(
                MessageId.parse(message),
                user,
                URI.create(server),
                stdout,
                Optional.ofNullable(environment.get("SSMS_PASSWORD")));
    }

    private static String value(String option, Deque<String> left) {
        if (left.isEmpty()) {
            throw new IllegalArgumentException(option + " needs a value.");
        }
        return left.remove();
    }

    /** The caller wipes it. */
    @SuppressWarnings("SystemConsoleNull") // from JDK 22 on the console may be standard input, which does as well
    char[] password() {
        if (givenPassword.isPresent()) {
            return givenPassword.get().toCharArray();
        }
        Console console = System.console();
        char[] typed = console == null ? null : console.readPassword("Password of %s: ", user);
        if (typed == null) {
            throw new IllegalArgumentException("No password.");
        }
        return typed;
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "PlayOptions[" + message + ", " + user + ", " + server + "]";
    }
}
