package org.ssms.sip;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.Set;
import org.ssms.identity.IdentityConfig;
import org.ssms.location.LocationConfig;
import org.ssms.sip.container.RequestGate;
import org.ssms.sip.header.SipAddress;
import org.ssms.sip.routing.ServerNames;

/**
 * Tells the container our names, as phones write them into Route when our domain is their outbound proxy. Lets every
 * request pass.
 */
@Singleton
public class OurNames implements RequestGate {
    private final Set<String> names;

    @Inject
    OurNames(IdentityConfig identity, LocationConfig location, ServerNames server) {
        Set<String> found = new HashSet<>(location.routing().domains().keySet());
        found.add(identity.domain());
        Set<String> mailboxes = new HashSet<>();
        found.forEach(domain -> mailboxes.add(server.mailboxPrefix() + domain));
        found.addAll(mailboxes);
        SipAddress.of("sip:" + server.mailboxHost()).map(SipAddress::host).ifPresent(found::add);
        names = Set.copyOf(found);
    }

    @Override
    public Verdict admit(Arrival arrival) {
        return new Verdict.Pass();
    }

    @Override
    public Set<String> ourNames() {
        return names;
    }
}
