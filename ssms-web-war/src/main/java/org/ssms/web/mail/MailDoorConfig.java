package org.ssms.web.mail;

import static org.ssms.base.config.ConfigValues.MAX_PORT;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.ssms.base.config.ConfigValues;

/**
 * Where mailboxes are read by POP3 and IMAP, and what that may cost. A port 0 is not open.
 *
 * @param pop3 and {@code imap}: where TLS begins by STLS or STARTTLS
 * @param pop3s and {@code imaps}: TLS from the first octet on
 * @param keystore PKCS #12 with the server's key, as of HTTPS
 * @param connections of all who are logged in
 * @param connectionsPerSource of one source of them
 * @param sessionsPerUser of one mailbox
 * @param login from the accepted connection to the login
 * @param idle an IMAP client may say nothing
 */
public record MailDoorConfig(
        InetAddress address,
        int pop3,
        int pop3s,
        int imap,
        int imaps,
        Path keystore,
        Path keystorePasswordFile,
        int connections,
        int connectionsPerSource,
        int sessionsPerUser,
        Duration login,
        Duration idle) {
    static final String KEYSTORE = "ssms.mail-door.keystore";

    private static final String LOGIN = "ssms.mail-door.login";
    private static final String IDLE = "ssms.mail-door.idle";
    private static final int MOST_CONNECTIONS = 20_000;
    private static final Duration LONGEST_LOGIN = Duration.ofMinutes(2);
    /** RFC 3501 §5.4. */
    private static final Duration SHORTEST_IDLE = Duration.ofMinutes(30);

    private static final Duration LONGEST_IDLE = Duration.ofHours(2);

    /** Empty when no port is open. */
    public static Optional<MailDoorConfig> from(ConfigValues in) {
        int pop3 = port(in, "ssms.mail-door.pop3.port");
        int pop3s = port(in, "ssms.mail-door.pop3s.port");
        int imap = port(in, "ssms.mail-door.imap.port");
        int imaps = port(in, "ssms.mail-door.imaps.port");
        if (pop3 + pop3s + imap + imaps == 0) {
            return Optional.empty();
        }
        int connections = in.number("ssms.mail-door.connections", 1, MOST_CONNECTIONS);
        Duration login = in.duration(LOGIN);
        ConfigValues.require(
                login.compareTo(LONGEST_LOGIN) <= 0, LOGIN, "must be at most " + LONGEST_LOGIN + ", was " + login);
        Duration idle = in.duration(IDLE);
        ConfigValues.require(
                idle.compareTo(SHORTEST_IDLE) >= 0 && idle.compareTo(LONGEST_IDLE) <= 0,
                IDLE,
                "must be " + SHORTEST_IDLE + " to " + LONGEST_IDLE + ", was " + idle);
        return Optional.of(new MailDoorConfig(
                in.listenAddress("ssms.mail-door.address"),
                pop3,
                pop3s,
                imap,
                imaps,
                in.readableFile(KEYSTORE),
                in.readableFile("ssms.mail-door.keystore-password-file"),
                connections,
                in.number("ssms.mail-door.connections-per-source", 1, connections),
                in.number("ssms.mail-door.sessions-per-user", 1, connections),
                login,
                idle));
    }

    private static int port(ConfigValues in, String key) {
        return in.number(key, 0, MAX_PORT);
    }
}
