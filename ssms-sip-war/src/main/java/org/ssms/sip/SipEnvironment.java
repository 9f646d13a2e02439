package org.ssms.sip;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.ssms.config.SsmsConfig;
import org.ssms.location.Subscribers;
import org.ssms.sip.caller.CallerReader;
import org.ssms.sip.container.config.SipContainerConfig;
import org.ssms.sip.routing.MailboxFinder;
import org.ssms.sip.routing.MailboxUri;
import org.ssms.sip.routing.OwnAddresses;
import org.ssms.sip.routing.ServerNames;
import org.ssms.sip.routing.TargetReader;
import org.ssms.sip.session.SessionTimerPolicy;

/** Brings configuration and subscribers to the classes that know neither. */
@ApplicationScoped
public class SipEnvironment {
    @Produces
    @Singleton
    OwnAddresses ownAddresses() { // web.xml names no connectors
        return new OwnAddresses(SipContainerConfig.from(System::getProperty).connectors());
    }

    @Produces
    @Singleton
    TargetReader targetReader(SsmsConfig config, Subscribers subscribers, OwnAddresses ownAddresses) {
        return new TargetReader(ServerNames.of(config), subscribers::isOurs, ownAddresses);
    }

    @Produces
    @Singleton
    MailboxFinder mailboxFinder(TargetReader targets, Subscribers subscribers) {
        return new MailboxFinder(targets, party -> subscribers.resolve(party.user()));
    }

    @Produces
    @Singleton
    MailboxUri mailboxUri(SsmsConfig config, OwnAddresses ownAddresses) {
        return new MailboxUri(ServerNames.of(config), ownAddresses);
    }

    @Produces
    @Singleton
    CallerReader callerReader(SsmsConfig config) {
        return new CallerReader(config.domain());
    }

    @Produces
    @Singleton
    SessionTimerPolicy sessionTimerPolicy(SsmsConfig config) {
        return new SessionTimerPolicy(
                config.session().expires(), config.session().min());
    }
}
