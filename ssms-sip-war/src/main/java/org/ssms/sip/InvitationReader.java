package org.ssms.sip;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import org.jspecify.annotations.Nullable;
import org.ssms.call.Invitation;
import org.ssms.call.Rehearsal;
import org.ssms.call.StreamRequest;
import org.ssms.identity.CallerIdentity;
import org.ssms.identity.IdentitySource;
import org.ssms.identity.PassportCheck;
import org.ssms.location.CalledParty;
import org.ssms.location.DiversionReason;
import org.ssms.location.Subscribers;
import org.ssms.protect.license.MalformedLicenseException;
import org.ssms.protect.license.UsageRights;
import org.ssms.sip.caller.CallerClaims;
import org.ssms.sip.caller.CallerReader;
import org.ssms.sip.routing.DivertedCall;
import org.ssms.sip.routing.MailboxFinder;
import org.ssms.sip.routing.MailboxFinder.Found;
import org.ssms.sip.routing.RequestTarget;
import org.ssms.sip.routing.TargetReader;

/** Reads the INVITE of a mailbox: whose it is, why it comes, who calls. Waits for the database. */
@Singleton
public class InvitationReader {
    /** The rights' JSON, from trunks and authenticated callers. */
    static final String RIGHTS = "X-SSMS-Rights";

    private final MailboxFinder finder;
    private final TargetReader targets;
    private final Subscribers subscribers;
    private final CallerReader callers;
    private final Rehearsal rehearsal;

    @Inject
    InvitationReader(
            MailboxFinder finder,
            TargetReader targets,
            Subscribers subscribers,
            CallerReader callers,
            Rehearsal rehearsal) {
        this.finder = finder;
        this.targets = targets;
        this.subscribers = subscribers;
        this.callers = callers;
        this.rehearsal = rehearsal;
    }

    /**
     * Empty when nothing names a subscriber of ours.
     *
     * @throws MalformedLicenseException when the rights that the caller asks for cannot be read
     */
    Optional<Invitation> read(SipServletRequest invite) throws MalformedLicenseException {
        CallAtHand call = CallAtHand.of(invite);
        UsageRights chosen = chosen(invite, call);
        return mailbox(invite, call)
                .or(() -> nobodys(invite))
                .map(mailbox -> invitation(invite, call, mailbox, chosen));
    }

    /**
     * A call of somebody who wants to hear his messages.
     *
     * @param owner whose mailbox it seems to be; null: nothing says so. It proves nothing
     */
    record Listener(Invitation invitation, @Nullable String owner) {}

    /**
     * Empty when somebody wants to leave a message, or nothing says what he wants: who hears his messages calls the
     * mailbox service itself, or as a subscriber his own address.
     */
    Optional<Listener> listener(SipServletRequest invite) {
        CallAtHand call = CallAtHand.of(invite);
        boolean isForService = call.target() instanceof RequestTarget.Service
                && !isRehearsed(invite)
                && !Headers.divertedCall(invite).isDiverted()
                && mailbox(invite, call).isEmpty();
        if (!isForService && !(call.target() instanceof RequestTarget.Subscriber)) {
            return Optional.empty();
        }
        Optional<String> owner = call.sender().subscriber().or(() -> ofTrunk(invite, call));
        Found unknown = new Found("", DiversionReason.UNKNOWN);
        return Optional.of(new Listener(invitation(invite, call, unknown, null), owner.orElse(null)));
    }

    /** A call of a player that wants the stream of a message. */
    record Player(Invitation invitation, StreamRequest wanted) {}

    /** Empty when something else is called. */
    Optional<Player> player(SipServletRequest invite) {
        CallAtHand call = CallAtHand.of(invite);
        if (!(call.target() instanceof RequestTarget.Stream stream)) {
            return Optional.empty();
        }
        String reader = call.sender().subscriber().orElseThrow();
        Found none = new Found("", DiversionReason.UNKNOWN);
        return Optional.of(new Player(
                invitation(invite, call, none, null), new StreamRequest(reader, stream.reader(), stream.message())));
    }

    /** Who calls, as a trunk asserts; what it only passes on says nothing. */
    private Optional<String> ofTrunk(SipServletRequest invite, CallAtHand call) {
        CallerIdentity caller = callers.read(Headers.callerClaims(invite), call.sender());
        if (caller.source() != IdentitySource.ASSERTED) {
            return Optional.empty();
        }
        String asserted = caller.auditedAddress() == null ? caller.address() : caller.auditedAddress();
        return targets.party(asserted)
                .or(() -> targets.globalNumber(asserted))
                .map(CalledParty::user)
                .flatMap(subscribers::resolve);
    }

    /** What a stranger asks for is not heard: nobody has confirmed it to him. */
    private static @Nullable UsageRights chosen(SipServletRequest invite, CallAtHand call)
            throws MalformedLicenseException {
        String rights = call.asker().isKnown() ? invite.getHeader(RIGHTS) : null;
        return rights == null ? null : UsageRights.fromJson(rights);
    }

    private Optional<Found> mailbox(SipServletRequest invite, CallAtHand call) {
        DivertedCall diverted = Headers.divertedCall(invite);
        boolean trusted = call.sender().trusted();
        if (call.target() instanceof RequestTarget.Service) {
            return finder.find(diverted, trusted);
        }
        if (call.target() instanceof RequestTarget.Mailbox mailbox) {
            DiversionReason reason =
                    mailbox.reason() == DiversionReason.UNKNOWN ? finder.reason(diverted, trusted) : mailbox.reason();
            return subscribers.resolve(mailbox.party().user()).map(owner -> new Found(owner, reason));
        }
        return Optional.empty();
    }

    /** That of our own calls to ourselves. */
    private Optional<Found> nobodys(SipServletRequest invite) {
        return isRehearsed(invite) ? Optional.of(new Found("rehearsal", DiversionReason.UNKNOWN)) : Optional.empty();
    }

    boolean isRehearsed(SipServletRequest invite) {
        return rehearsal.isMark(invite.getHeader(RehearsalCalls.HEADER));
    }

    private Invitation invitation(
            SipServletRequest invite, CallAtHand call, Found mailbox, @Nullable UsageRights chosen) {
        CallerClaims claims = Headers.callerClaims(invite);
        return new Invitation(
                dialog(invite),
                call.source(),
                call.asker(),
                mailbox.subscriber(),
                mailbox.reason(),
                callers.read(claims, call.sender()),
                chosen,
                passport(invite, callers.origin(claims, call.sender())));
    }

    private static @Nullable PassportCheck passport(SipServletRequest invite, String origin) {
        List<String> identity = Headers.values(invite, "Identity");
        return identity.isEmpty()
                ? null
                : new PassportCheck(identity, origin, invite.getTo().getURI().toString(), invite.getHeader("Date"));
    }

    private static String dialog(SipServletRequest invite) {
        String toTag = invite.createResponse(SipServletResponse.SC_OK).getTo().getParameter("tag");
        return invite.getCallId() + ";to-tag=" + toTag + ";from-tag="
                + invite.getFrom().getParameter("tag");
    }
}
