package org.ssms.sip;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.util.List;
import org.ssms.call.CallConfig;
import org.ssms.identity.IdentityConfig;
import org.ssms.location.ListeningPoints;
import org.ssms.location.ListeningPoints.ListeningPoint;
import org.ssms.location.Subscribers;
import org.ssms.notify.MailConfig;
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
    private static final System.Logger LOG = System.getLogger(SipEnvironment.class.getName());

    /** The container's own reader reads where it listens; everybody else is told. */
    @Produces
    @Singleton
    OwnAddresses ownAddresses(ListeningPoints points, CallConfig calls, MailConfig web) { // web.xml names no connectors
        List<ConnectorConfig> connectors =
                SipContainerConfig.from(System::getProperty).connectors();
        List<ListeningPoint> known = connectors.stream()
                .map(connector ->
                        new ListeningPoint(connector.transport().name(), connector.address(), connector.port()))
                .toList();
        points.are(known, web.webUrl());
        if (known.stream().anyMatch(ListeningPoint::isEverywhere)
                && calls.rtp().bind().stream().allMatch(InetAddress::isLoopbackAddress)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "SSMS-7005 callers from elsewhere will not be heard: set ssms.rtp.bind");
        }
        return new OwnAddresses(connectors);
    }

    /** Takes our own addresses because the points are known when those are made. */
    @Produces
    @Singleton
    ServerNames serverNames(
            SipConfig config, IdentityConfig identity, ListeningPoints points, OwnAddresses ownAddresses) {
        return new ServerNames(identity.domain(), config.mailboxPrefix(), points.mailboxHost(), config.pilotUsers());
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
