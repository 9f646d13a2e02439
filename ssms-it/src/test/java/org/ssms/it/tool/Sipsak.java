package org.ssms.it.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** sipsak, with which administrators try out SIP servers. Debian's knows digest with MD5 only, and gives up when the
 *  first challenge is another. */
public final class Sipsak {
    private final InetSocketAddress server;
    private final String user;
    private final String password;
    private final int port = Ports.free();

    /** One user of a server at a numeric address. */
    public Sipsak(InetSocketAddress server, String user, String password) {
        Tool.require("sipsak", "sipsak");
        this.server = server;
        this.user = user;
        this.password = password;
    }

    /** Where it is called. */
    public String contact() {
        return "sip:" + user + "@127.0.0.1:" + port;
    }

    /** Registers its contact. */
    public void register() {
        run("-U", "-i", "-C", contact(), "-x", "600");
    }

    /** Calls, acknowledges the answer, and ends.
     *  @param uri where; sent to the server whatever its host
     *  @return what it printed, with all that it received */
    public String call(Path directory, String uri, String sdp) {
        String invite = String.join(
                "\r\n",
                "INVITE " + uri + " SIP/2.0",
                "Max-Forwards: 70",
                "From: <sip:" + user + "@127.0.0.1>;tag=sipsak",
                "To: <" + uri + ">",
                "Call-ID: sipsak-" + port,
                "CSeq: 1 INVITE",
                "Contact: <" + contact() + ">",
                "User-Agent: sipsak 0.9.8.1",
                "Content-Type: application/sdp",
                "Content-Length: " + sdp.length(),
                "",
                sdp);
        try {
            Files.createDirectories(directory);
            Path file = Files.writeString(directory.resolve("invite"), invite);
            return run("-f", file.toString(), "-L");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String run(String... task) {
        List<String> command = new ArrayList<>(List.of("sipsak", "-vv", "-S", "-l", Integer.toString(port)));
        command.addAll(List.of("-s", "sip:" + user + "@" + server.getAddress().getHostAddress()));
        command.addAll(List.of("-r", Integer.toString(server.getPort()), "-u", user, "-a", password));
        command.addAll(List.of(task));
        Tool.Result result = Tool.run(new byte[0], command);
        String printed = result.output().text() + result.errors();
        assertThat(result.exitCode()).as(printed).isZero();
        return printed;
    }
}
