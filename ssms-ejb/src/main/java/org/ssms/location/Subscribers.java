package org.ssms.location;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.regex.Pattern;
import org.ssms.identity.IdentityConfig;

/**
 * Names, aliases and numbers of the subscribers, and which domains are ours. Every subscriber is the same under each of
 * our domains.
 */
@Stateless
public class Subscribers {
    private static final Pattern DIALLED = Pattern.compile("\\+?[0-9]{2,20}");
    /** Not the database's order: by language it has no plus. */
    private static final Comparator<String> E164_FIRST =
            Comparator.comparing((String number) -> !number.startsWith("+")).thenComparing(Comparator.naturalOrder());

    @PersistenceContext
    private EntityManager entities;

    @Inject
    private IdentityConfig identity;

    @Inject
    private LocationConfig config;

    @Inject
    private Directory directory;

    @SuppressWarnings("NullAway.Init") // the container calls begin() before anything else
    private NumberPlan plan;

    /** What came of a change of an address. */
    public enum AddressChange {
        DONE,
        NO_SUCH_SUBSCRIBER,
        /** It is somebody's already, as a name, an alias or a number. */
        TAKEN,
        /** Neither a number that the number plan understands nor a possible user name. */
        MALFORMED
    }

    @PostConstruct
    void begin() {
        plan = new NumberPlan(identity.numbering(), this::isOurs);
    }

    /**
     * The subscriber of a user part, unescaped: a name, an alias, or a telephone number in any form of the number plan,
     * with its parameters (RFC 3966); empty when it is nobody's.
     */
    public Optional<String> resolve(String userPart) {
        return directory.resolve(plan.meanings(userPart));
    }

    /** As {@link #resolve}, but empty also when it is a list's, who cannot do what people do. */
    public Optional<String> resolvePerson(String userPart) {
        return directory.resolvePerson(plan.meanings(userPart));
    }

    /**
     * A telephone number as people dial or write it, in the form in which numbers are kept, E.164 with {@code +}; empty
     * when the number plan does not understand it. Asks no database.
     */
    public Optional<String> number(String dialled) {
        return plan.e164(dialled);
    }

    /** Whether {@code domain} (no port) is one whose subscribers we serve; addresses of this machine are not meant. */
    public boolean isOurs(String domain) {
        String name = domain.toLowerCase(Locale.ROOT);
        String relative = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        return relative.equals(identity.domain()) || config.routing().domains().containsKey(relative);
    }

    /** Numbers and aliases of a subscriber, without the name itself. */
    public List<String> addresses(String subscriber) {
        return entities.createQuery(
                        "select a.address from SubscriberAddress a where a.subscriber = :subscriber order by a.address",
                        String.class)
                .setParameter("subscriber", subscriber)
                .getResultList();
    }

    /** The number of each who has one that a telephone dials, of several the first, E.164 before others; by name. */
    public Map<String, String> numbers(Set<String> subscribers) {
        if (subscribers.isEmpty()) {
            return Map.of();
        }
        Map<String, String> numbers = new HashMap<>();
        entities.createQuery(
                        "select a.subscriber, a.address from SubscriberAddress a where a.subscriber in :subscribers",
                        Object[].class)
                .setParameter("subscribers", subscribers)
                .getResultStream()
                .filter(row -> DIALLED.matcher((String) row[1]).matches())
                .forEach(row -> numbers.merge((String) row[0], (String) row[1], BinaryOperator.minBy(E164_FIRST)));
        return Map.copyOf(numbers);
    }

    /** Gives a subscriber a number or an alias. One that is the subscriber's already stays. */
    public AddressChange add(String subscriber, String numberOrAlias) {
        Optional<String> address = plan.canonical(numberOrAlias);
        if (address.isEmpty()) {
            return AddressChange.MALFORMED;
        }
        if (!SubscriberRows.lock(entities, subscriber)) {
            return AddressChange.NO_SUCH_SUBSCRIBER;
        }
        Optional<String> owner = directory.resolve(List.of(address.get()));
        if (owner.isPresent()) {
            return owner.get().equals(subscriber) ? AddressChange.DONE : AddressChange.TAKEN;
        }
        entities.persist(new SubscriberAddress(address.get(), subscriber));
        return AddressChange.DONE;
    }

    /** Takes a number or an alias away, whoever's it is; false when it was nobody's. */
    public boolean remove(String numberOrAlias) {
        return plan.canonical(numberOrAlias)
                .map(address -> entities.find(SubscriberAddress.class, address))
                .map(address -> {
                    entities.remove(address);
                    return true;
                })
                .orElse(false);
    }

    /** Takes all numbers and aliases of a subscriber away, and what he wants done with calls. */
    public void forget(String subscriber) {
        entities.createQuery("delete from SubscriberAddress a where a.subscriber = :subscriber")
                .setParameter("subscriber", subscriber)
                .executeUpdate();
        entities.createQuery("delete from SettingsRow s where s.subscriber = :subscriber")
                .setParameter("subscriber", subscriber)
                .executeUpdate();
    }
}
