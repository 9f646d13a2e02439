package org.ssms.location;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.ssms.location.RegistrationResult.Refused;
import org.ssms.location.RegistrationResult.Registered;

/** The registrar of RFC 3261 §10.3 and RFC 5626 §6. What has expired is never given back. */
@Stateless
public class Registrar {
    private static final int NOT_FOUND = 404;

    @PersistenceContext
    private EntityManager entities;

    @Inject
    private LocationConfig config;

    @Inject
    private Clock clock;

    /** One transaction for each REGISTER; it waits for another REGISTER of the same subscriber. */
    public RegistrationResult register(Registration registration) {
        String subscriber = registration.subscriber();
        if (registration.contacts().isEmpty() && !registration.all()) {
            return new Registered(bindings(subscriber));
        }
        if (!SubscriberRows.lockPerson(entities, subscriber)) {
            return new Refused(NOT_FOUND, "Not Found", null);
        }
        Instant now = clock.instant();
        BindingSet bindings = new BindingSet(present(subscriber, now), config.registrar(), now);
        Optional<Refused> refused = bindings.apply(registration);
        if (refused.isPresent()) {
            return refused.get();
        }
        bindings.added().forEach(entities::persist);
        bindings.removed().forEach(entities::remove);
        return new Registered(bindings.contacts());
    }

    /** What {@code subscriber} has registered now, highest q first. */
    public List<Contact> bindings(String subscriber) {
        return present(subscriber, clock.instant()).stream()
                .sorted(Binding.BY_PREFERENCE)
                .map(Binding::contact)
                .toList();
    }

    /** All bindings that have not expired, of all subscribers. */
    public long count() {
        return entities.createQuery("select count(b) from Binding b where b.expiresAt > :now", Long.class)
                .setParameter("now", clock.instant())
                .getSingleResult();
    }

    /** Deletes whatever a subscriber has registered. */
    public void forget(String subscriber) {
        entities.createQuery("delete from Binding b where b.subscriber = :subscriber")
                .setParameter("subscriber", subscriber)
                .executeUpdate();
    }

    /** Deletes what has expired. */
    public int purge() {
        return entities.createQuery("delete from Binding b where b.expiresAt <= :now")
                .setParameter("now", clock.instant())
                .executeUpdate();
    }

    private List<Binding> present(String subscriber, Instant now) {
        return entities.createQuery(
                        "select b from Binding b where b.subscriber = :subscriber and b.expiresAt > :now",
                        Binding.class)
                .setParameter("subscriber", subscriber)
                .setParameter("now", now)
                .getResultList();
    }
}
