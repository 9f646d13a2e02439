package org.ssms.web.mail;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.function.Function;

/** What is said to a conversation, and what it answers, without a socket. */
public final class Dialogue {
    private final Client client;
    private final Conversation conversation;
    private final CommandReader reader;

    /** Sessions that one mailbox may have. */
    public int sessions = 100;

    public Dialogue(boolean isSecured, Function<Client, Conversation> protocol) {
        client = new Client(InetAddress.getLoopbackAddress(), isSecured, owner -> sessions-- > 0);
        conversation = protocol.apply(client);
        reader = conversation.reader();
    }

    public String greet() {
        conversation.greet();
        return answer();
    }

    /** A line; its end is added. */
    public String say(String line) {
        return send((line + "\r\n").getBytes(UTF_8));
    }

    /** Octets as they are. Ends as a connection does: what follows the last word is not read. */
    public String send(byte[] octets) {
        ByteBuffer in = ByteBuffer.wrap(octets);
        while (!client.isOver()) {
            CommandReader.Event event = reader.take(in);
            if (event == CommandReader.Event.MORE) {
                break;
            }
            take(event);
        }
        return answer();
    }

    private void take(CommandReader.Event event) {
        switch (event) {
            case COMMAND -> {
                conversation.take(reader.command());
                reader.done();
                if (conversation.account() != null) {
                    reader.limit(conversation.limitsOfOwner());
                }
            }
            case LITERAL -> {
                if (conversation.takesLiteral(reader.command(), reader.fits())) {
                    reader.accept();
                } else {
                    reader.done();
                }
            }
            case DROPPED -> {
                conversation.dropped(reader.command());
                reader.done();
            }
            default -> {
                conversation.farewell("broken");
                client.end();
            }
        }
    }

    /** Something has happened in the mailbox. */
    public String wake(boolean looks) {
        conversation.wake(looks);
        return answer();
    }

    /** The other end has done its part of the handshake. */
    public void secured() {
        client.secured();
    }

    public boolean wantsTls() {
        return client.wantsTls();
    }

    public boolean isOver() {
        return client.isOver();
    }

    public boolean isLoggedIn() {
        return conversation.account() != null;
    }

    private String answer() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        ByteBuffer some = ByteBuffer.allocate(1000);
        try {
            while (client.hasUnsent()) {
                client.fill(some.clear());
                all.write(some.array(), 0, some.position());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all.toString(UTF_8);
    }
}
