package org.ssms.sip.routing;

import java.util.Locale;
import org.ssms.location.CalledParty;
import org.ssms.location.DiversionReason;
import org.ssms.sip.container.config.Transport;
import org.ssms.sip.header.Escapes;

/** Makes the URIs that lead a call to a mailbox: RFC 4458 {@code target} and {@code cause}. */
public final class MailboxUri {
    private final String mailboxHost;
    private final OwnAddresses ownAddresses;

    public MailboxUri(ServerNames names, OwnAddresses ownAddresses) {
        this.mailboxHost = names.mailboxHost();
        this.ownAddresses = ownAddresses;
    }

    /**
     * The mailbox of a subscriber.
     *
     * @param mailbox its owner (resolved) and the domain that was called
     * @param way how the caller reached us: the mailbox is reached alike, and never by a less secure way
     */
    public String of(CalledParty mailbox, DiversionReason reason, Way way) {
        String user = Escapes.user(mailbox.user());
        String target = "sip:" + user + "@" + mailbox.domain();
        return (way.sips() ? "sips:" : "sip:") + user + "@" + host(way) + way.transportParameter() + ";target="
                + Escapes.parameter(target) + (reason.cause() == 0 ? "" : ";cause=" + reason.cause());
    }

    /** A configured port is that of UDP and TCP; TLS has its own. */
    private String host(Way way) {
        int colon = mailboxHost.indexOf(':', mailboxHost.indexOf(']') + 1);
        int tls = ownAddresses.port(Transport.TLS);
        return way.secure() && colon > 0 && tls > 0 ? mailboxHost.substring(0, colon + 1) + tls : mailboxHost;
    }

    /**
     * How a request came in.
     *
     * @param sips whether its Request-URI is a SIPS URI
     * @param transport in lower case
     */
    public record Way(boolean sips, String transport) {
        public static Way of(String requestUri, String transport) {
            return new Way(requestUri.regionMatches(true, 0, "sips:", 0, 5), transport.toLowerCase(Locale.ROOT));
        }

        boolean secure() {
            return sips || transport.equals("tls");
        }

        private String transportParameter() {
            boolean plain = transport.equals("tcp") || transport.equals("tls");
            return plain && !sips ? ";transport=" + transport : "";
        }
    }
}
