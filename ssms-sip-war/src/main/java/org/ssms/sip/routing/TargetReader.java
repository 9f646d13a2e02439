package org.ssms.sip.routing;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.ssms.base.net.AddressBlock;
import org.ssms.location.CalledParty;
import org.ssms.location.DiversionReason;
import org.ssms.protect.key.MessageId;
import org.ssms.sip.header.MalformedHeaderException;
import org.ssms.sip.header.SipAddress;
import org.ssms.sip.header.TelephoneNumber;

/**
 * Reads Request-URIs: {@code sip:USER@HOST} is a subscriber, {@code sip:USER@vm.DOMAIN} and a URI with RFC 4458
 * parameters a mailbox, a pilot user the mailbox service, {@code sip:USER.MESSAGEID@HOST} the stream of a message, a
 * tel URI a number of ours. Thread-safe.
 */
public final class TargetReader {
    private final ServerNames names;
    private final String mailboxHost; // without its port
    private final Predicate<String> ownDomains;
    private final OwnAddresses ownAddresses;

    /**
     * Reader for one server.
     *
     * @param ownDomains whether a domain is ours; blocks for no longer than a look into the configuration
     */
    public TargetReader(ServerNames names, Predicate<String> ownDomains, OwnAddresses ownAddresses) {
        this.names = names;
        this.mailboxHost = SipAddress.of("sip:" + names.mailboxHost())
                .map(SipAddress::host)
                .orElse("");
        this.ownDomains = ownDomains;
        this.ownAddresses = ownAddresses;
    }

    public RequestTarget read(String requestUri) {
        try {
            if (TelephoneNumber.isTel(requestUri)) {
                return new RequestTarget.Subscriber(number(TelephoneNumber.parse(requestUri), names.domain()));
            }
            if (!requestUri.matches("(?is)sips?:.*")) {
                return new RequestTarget.UnknownScheme();
            }
            return read(SipAddress.parse(requestUri));
        } catch (MalformedHeaderException e) {
            return new RequestTarget.Malformed();
        }
    }

    private RequestTarget read(SipAddress address) {
        boolean mailbox = isMailboxHost(address.host());
        if (!mailbox && !isOurs(address)) {
            return new RequestTarget.Foreign();
        }
        if (address.user().isEmpty()) {
            return new RequestTarget.Server();
        }
        Optional<String> target = address.parameter("target");
        DiversionReason reason = reason(address);
        if (target.isPresent()) {
            Optional<CalledParty> party = party(target.get());
            return party.isPresent() ? new RequestTarget.Mailbox(party.get(), reason) : new RequestTarget.Foreign();
        }
        if (names.pilotUsers().contains(address.user().toLowerCase(Locale.ROOT))) {
            return new RequestTarget.Service();
        }
        Optional<RequestTarget> stream = stream(address.user());
        if (stream.isPresent()) {
            return stream.get();
        }
        CalledParty called = party(address);
        return mailbox || address.parameter("cause").isPresent()
                ? new RequestTarget.Mailbox(called, reason)
                : new RequestTarget.Subscriber(called);
    }

    /** Empty when nothing that can be a message id stands behind the last dot: then it is a name. */
    private static Optional<RequestTarget> stream(String user) {
        int dot = user.lastIndexOf('.');
        if (dot <= 0) {
            return Optional.empty();
        }
        try {
            MessageId message = MessageId.parse(user.substring(dot + 1));
            return Optional.of(new RequestTarget.Stream(user.substring(0, dot), message));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The party of ours that a URI of any header field names; empty for everybody else's and for a broken one. */
    public Optional<CalledParty> party(String uri) {
        try {
            if (TelephoneNumber.isTel(uri)) {
                return Optional.of(number(TelephoneNumber.parse(uri), names.domain()));
            }
            SipAddress address = SipAddress.parse(uri);
            boolean ours = isOurs(address) || isMailboxHost(address.host());
            return ours && !address.user().isEmpty() ? Optional.of(party(address)) : Optional.empty();
        } catch (MalformedHeaderException e) {
            return Optional.empty();
        }
    }

    /** A global number, whatever host stands behind it (RFC 3261 §19.1.6). */
    public Optional<CalledParty> globalNumber(String uri) {
        return SipAddress.of(uri)
                .flatMap(TargetReader::numberOf)
                .filter(TelephoneNumber::isGlobal)
                .map(number -> number(number, names.domain()));
    }

    /**
     * Whom the user part would name if the host were ours: digits at any host, and a name only at a numeric address, as
     * PBXs write their own; a name at somebody's domain is his.
     */
    public Optional<CalledParty> extension(String uri) {
        return SipAddress.of(uri)
                .filter(address -> !address.user().isEmpty())
                .filter(address -> numberOf(address).isPresent() || isNumeric(address.host()))
                .map(address -> party(address, names.domain()));
    }

    private static boolean isNumeric(String host) {
        return host.startsWith("[") || AddressBlock.parse(host).isPresent();
    }

    /**
     * Whether a caller with this address claims to be one of ours by the host, a domain of ours or its mailbox host.
     */
    public boolean claimsOurHost(String uri) {
        return SipAddress.of(uri)
                .filter(address -> ownDomains.test(address.host()) || isMailboxHost(address.host()))
                .isPresent();
    }

    /**
     * The user part, unescaped, by which a caller with this address may be taken for a subscriber although the host is
     * no name of ours: a telephone number of whatever host, and a name at an address of this machine, where others may
     * call from, too. Empty for everybody else.
     */
    public Optional<String> claimedUser(String uri) {
        try {
            if (TelephoneNumber.isTel(uri)) {
                return Optional.of(
                        number(TelephoneNumber.parse(uri), names.domain()).user());
            }
            SipAddress address = SipAddress.parse(uri);
            boolean phone = address.isPhone() || address.user().startsWith("+");
            Optional<TelephoneNumber> number = phone ? numberOf(address) : Optional.empty();
            if (number.isPresent()) {
                return Optional.of(number(number.get(), names.domain()).user());
            }
            return ownAddresses.containHost(address.host()) && !address.user().isEmpty()
                    ? Optional.of(address.user())
                    : Optional.empty();
        } catch (MalformedHeaderException e) {
            return Optional.empty();
        }
    }

    private CalledParty party(SipAddress address) {
        return party(address, domainOf(address.host()));
    }

    private static CalledParty party(SipAddress address, String domain) {
        return Optional.of(address)
                .filter(SipAddress::isPhone)
                .flatMap(TargetReader::numberOf)
                .map(number -> number(number, domain))
                .orElseGet(() -> new CalledParty(address.user(), domain)); // phones write user=phone behind names, too
    }

    private static Optional<TelephoneNumber> numberOf(SipAddress address) {
        try {
            return Optional.of(TelephoneNumber.parseSubscriber(address.user()));
        } catch (MalformedHeaderException e) {
            return Optional.empty();
        }
    }

    /** A local number keeps its context: the number plan knows what to make of it. */
    private static CalledParty number(TelephoneNumber number, String domain) {
        String context = number.context().isEmpty() ? "" : ";phone-context=" + number.context();
        return new CalledParty(number.digits() + context, domain);
    }

    private boolean isOurs(SipAddress address) {
        return ownDomains.test(address.host()) || ownAddresses.contain(address.host(), address.port());
    }

    /** The mailbox host may be an address of ours, too; then it is the {@code target} that makes a mailbox. */
    private boolean isMailboxHost(String host) {
        boolean prefixed = host.startsWith(names.mailboxPrefix())
                && ownDomains.test(host.substring(names.mailboxPrefix().length()));
        boolean named = host.equals(mailboxHost) && !ownDomains.test(host) && !ownAddresses.contain(host, 0);
        return prefixed || named;
    }

    private String domainOf(String host) {
        if (ownDomains.test(host)) {
            return host;
        }
        String bare = host.startsWith(names.mailboxPrefix())
                ? host.substring(names.mailboxPrefix().length())
                : host;
        return ownDomains.test(bare) ? bare : names.domain();
    }

    private static DiversionReason reason(SipAddress address) {
        String cause = address.parameter("cause").orElse("");
        return cause.matches("[1-6][0-9]{2}")
                ? DiversionReason.ofCause(Integer.parseInt(cause))
                : DiversionReason.UNKNOWN;
    }
}
