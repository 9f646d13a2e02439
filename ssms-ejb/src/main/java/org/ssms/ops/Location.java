package org.ssms.ops;

import java.util.List;
import org.ssms.location.Contact;
import org.ssms.location.Registrar;
import org.ssms.location.Subscribers;
import org.ssms.location.Subscribers.AddressChange;

final class Location implements LocationMXBean {
    private final Registrar registrar;
    private final Subscribers subscribers;

    Location(Registrar registrar, Subscribers subscribers) {
        this.registrar = registrar;
        this.subscribers = subscribers;
    }

    @Override
    public long getRegistrations() {
        return registrar.count();
    }

    @Override
    public List<String> bindings(String user) {
        return registrar.bindings(user).stream().map(Location::line).toList();
    }

    @Override
    public List<String> addresses(String user) {
        return subscribers.addresses(user);
    }

    @Override
    public void addAddress(String user, String numberOrAlias) {
        AddressChange change = subscribers.add(user, numberOrAlias);
        switch (change) {
            case DONE -> {}
            case NO_SUCH_SUBSCRIBER -> throw new IllegalArgumentException("there is no such subscriber");
            case TAKEN -> throw new IllegalArgumentException("it is somebody else's");
            case MALFORMED -> throw new IllegalArgumentException("it is neither a number nor an alias");
        }
    }

    @Override
    public void removeAddress(String numberOrAlias) {
        if (!subscribers.remove(numberOrAlias)) {
            throw new IllegalArgumentException("nobody has it");
        }
    }

    private static String line(Contact contact) {
        return "%s q=%s %s %s port %d until %s"
                .formatted(
                        contact.uri(),
                        contact.qMillis() / 1000.0,
                        contact.flow().transport(),
                        contact.flow().address(),
                        contact.flow().port(),
                        contact.expiresAt());
    }
}
