package org.ssms.it.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.security.GeneralSecurityException;
import org.jspecify.annotations.Nullable;

/** A client of IMAP over TLS on another address of this machine: one connection, from an address of 127/8. */
public final class ImapFrom implements AutoCloseable {
    private final Socket socket;
    private final BufferedReader answers;
    private int tags;

    private ImapFrom(Socket socket) throws IOException {
        this.socket = socket;
        this.answers = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
    }

    /** One who has been greeted. */
    public static ImapFrom connect(SsmsServer server, String source) throws IOException, GeneralSecurityException {
        ImapFrom client = new ImapFrom(LdapFrom.secured(server, server.imaps(), source));
        String unused = client.answers.readLine();
        return client;
    }

    /** Whether he is let in. */
    public boolean logIn(String user, String password) throws IOException {
        return ask("LOGIN " + user + " \"" + password + "\"").lines().anyMatch(line -> line.contains(" OK "));
    }

    /** The lines of the answer, up to the one that has the tag; or to the end of the connection. */
    public String ask(String command) throws IOException {
        tags++;
        String tag = "a" + tags + " ";
        socket.getOutputStream().write((tag + command + "\r\n").getBytes(UTF_8));
        socket.getOutputStream().flush();
        StringBuilder answer = new StringBuilder();
        @Nullable String line;
        do {
            line = answers.readLine();
            answer.append(line == null ? "" : line + "\n");
        } while (line != null && !line.startsWith(tag));
        return answer.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
