package org.ssms.sip;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;
import org.ssms.identity.IdentityConfig;
import org.ssms.location.ListeningPoints;
import org.ssms.location.ListeningPoints.ListeningPoint;
import org.ssms.location.LocationConfig;
import org.ssms.location.Subscribers;
import org.ssms.sip.caller.CallerReader;
import org.ssms.sip.container.config.ConnectorConfig;
import org.ssms.sip.container.config.SipContainerConfig;
import org.ssms.sip.routing.MailboxFinder;
import org.ssms.sip.routing.MailboxUri;
import org.ssms.sip.routing.OwnAddresses;
import org.ssms.sip.routing.ServerNames;
import org.ssms.sip.routing.TargetReader;

/** Brings configuration and subscribers to the classes that know neither. */
@ApplicationScoped
public class SipEnvironment {
    @Produces
    @Singleton
    OwnAddresses ownAddresses(ListeningPoints points) { // web.xml names no connectors
        List<ConnectorConfig> connectors =
                SipContainerConfig.from(System::getProperty).connectors();
        points.are(connectors.stream()
                .map(connector ->
                        new ListeningPoint(connector.transport().name(), connector.address(), connector.port()))
                .toList());
        return new OwnAddresses(connectors);
    }

    @Produces
    @Singleton
    ServerNames serverNames(SipConfig config, IdentityConfig identity, LocationConfig location) {
        return new ServerNames(
                identity.domain(), config.mailboxPrefix(), location.routing().mailboxHost(), config.pilotUsers());
    }

    @Produces
    @Singleton
    TargetReader targetReader(ServerNames names, Subscribers subscribers, OwnAddresses ownAddresses) {
        return new TargetReader(names, subscribers::isOurs, ownAddresses);
    }

    @Produces
    @Singleton
    MailboxFinder mailboxFinder(TargetReader targets, Subscribers subscribers) {
        return new MailboxFinder(targets, party -> subscribers.resolve(party.user()));
    }

    @Produces
    @Singleton
    MailboxUri mailboxUri(ServerNames names, OwnAddresses ownAddresses) {
        return new MailboxUri(names, ownAddresses);
    }

    @Produces
    @Singleton
    CallerReader callerReader(IdentityConfig config) {
        return new CallerReader(config.domain());
    }
}
