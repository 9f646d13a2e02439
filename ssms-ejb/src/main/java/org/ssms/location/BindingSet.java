package org.ssms.location;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ssms.location.RegistrationResult.Refused;

/**
 * The bindings of one subscriber while a REGISTER is carried out (RFC 3261 §10.3, RFC 5626 §6). A refused REGISTER
 * changes nothing: all of it is checked before the first binding is touched. A phone that comes back from another port
 * is known by its instance. Where there are more addresses than may be, those go first that the same phone has left
 * behind, surely or perhaps, and then those that have used up most of their time: a phone that forgets its ports must
 * not push out the others.
 */
final class BindingSet {
    private static final int MAX_PATH_CHARS = 2048;
    private static final int MAX_NAME_CHARS = 255;

    private final List<Binding> bindings;
    private final LocationConfig.RegistrarLimits limits;
    private final Instant now;

    private final List<Binding> added = new ArrayList<>();
    private final List<Binding> removed = new ArrayList<>();

    /** @param present those that have not expired at {@code now} */
    BindingSet(List<Binding> present, LocationConfig.RegistrarLimits limits, Instant now) {
        this.bindings = new ArrayList<>(present);
        this.limits = limits;
        this.now = now;
    }

    /** Empty when it is done. */
    Optional<Refused> apply(Registration registration) {
        return registration.all() ? removeAll(registration) : update(registration);
    }

    /** What must be persisted. */
    List<Binding> added() {
        return added;
    }

    /** What must be deleted. */
    List<Binding> removed() {
        return removed;
    }

    /** Highest q first. */
    List<Contact> contacts() {
        return bindings.stream()
                .sorted(Binding.BY_PREFERENCE)
                .map(Binding::contact)
                .toList();
    }

    private Optional<Refused> removeAll(Registration registration) {
        Long expires = registration.expires();
        if (!registration.contacts().isEmpty() || expires == null || expires != 0) {
            return refused(400, "Contact * only alone and with Expires 0");
        }
        if (bindings.stream().anyMatch(binding -> binding.isNotOlderThan(registration))) {
            return refused(500, "CSeq out of order");
        }
        removed.addAll(bindings);
        bindings.clear();
        return Optional.empty();
    }

    private Optional<Refused> update(Registration registration) {
        Map<RequestedBinding, ContactUri> wanted = new LinkedHashMap<>();
        for (RequestedBinding requested : registration.contacts()) {
            Optional<ContactUri> uri = ContactUri.parse(requested.uri());
            if (uri.isEmpty() || isTooLong(requested.instance()) || !requested.isInRange()) {
                return refused(400, "Contact must be a SIP URI of moderate length, its parameters in range");
            }
            // said twice: the last word counts
            wanted.entrySet()
                    .removeIf(earlier -> requested
                            .names(earlier.getKey().instance(), earlier.getKey().regId())
                            .orElseGet(() -> uri.get().isSameAs(earlier.getValue())));
            wanted.put(requested, uri.get());
        }
        Optional<Refused> refused = check(registration, wanted);
        if (refused.isEmpty()) {
            List<Binding> untouched = new ArrayList<>(bindings);
            wanted.forEach((requested, uri) -> untouched.removeAll(matches(registration, requested, uri)));
            wanted.forEach((requested, uri) -> carryOut(registration, requested, uri));
            makeRoom(registration, wanted.values(), untouched);
        }
        return refused;
    }

    private void makeRoom(Registration registration, Collection<ContactUri> wanted, List<Binding> untouched) {
        untouched.sort(Comparator.comparing((Binding binding) -> !binding.isOfTheSeriesOf(registration))
                .thenComparing(binding -> !binding.isLeftBehindBy(registration, wanted))
                .thenComparing(binding -> -binding.age(now)));
        List<Binding> oldest = untouched.subList(0, Math.max(0, bindings.size() - limits.maxBindings()));
        bindings.removeAll(oldest);
        removed.addAll(oldest);
    }

    private Optional<Refused> check(Registration registration, Map<RequestedBinding, ContactUri> wanted) {
        if (isTooLong(registration.callId()) || isPathUnusable(registration)) {
            return refused(400, "Call-ID or Path not usable");
        }
        List<RequestedBinding> kept = wanted.keySet().stream()
                .filter(requested -> seconds(registration, requested) > 0)
                .toList();
        if (kept.size() > 1 && kept.stream().anyMatch(RequestedBinding::isFlow)) {
            return refused(400, "one Contact at a time with reg-id");
        }
        long min = limits.minExpires().toSeconds();
        if (kept.stream().anyMatch(requested -> seconds(registration, requested) < min)) {
            return Optional.of(new Refused(423, "Interval Too Brief", min));
        }
        for (Map.Entry<RequestedBinding, ContactUri> entry : wanted.entrySet()) {
            List<Binding> matches = matches(registration, entry.getKey(), entry.getValue());
            if (matches.stream().anyMatch(binding -> binding.isNotOlderThan(registration))) {
                return refused(500, "CSeq out of order");
            }
        }
        return kept.size() > limits.maxBindings() ? refused(403, "Too many registered addresses") : Optional.empty();
    }

    private void carryOut(Registration registration, RequestedBinding requested, ContactUri uri) {
        List<Binding> matches = matches(registration, requested, uri);
        long seconds = seconds(registration, requested);
        if (seconds > 0) {
            Binding binding = matches.isEmpty() ? new Binding(registration.subscriber()) : matches.remove(0);
            binding.renew(registration, requested, now, now.plus(Duration.ofSeconds(seconds)));
            if (!bindings.contains(binding)) {
                bindings.add(binding);
                added.add(binding);
            }
        }
        bindings.removeAll(matches);
        removed.addAll(matches);
    }

    /**
     * A phone with several contacts names them in one REGISTER: only a single one is known by the instance alone, and
     * only when it is to live, as a phone may take back its old address after it has said the new one.
     */
    private List<Binding> matches(Registration registration, RequestedBinding requested, ContactUri uri) {
        boolean moved = registration.contacts().size() == 1 && seconds(registration, requested) > 0;
        return new ArrayList<>(bindings.stream()
                .filter(binding ->
                        binding.isFor(requested, uri) || (moved && binding.isOfInstanceWithoutFlow(requested)))
                .toList());
    }

    /** How long the binding is to live; 0: not any more. */
    private long seconds(Registration registration, RequestedBinding requested) {
        long max = limits.maxExpires().toSeconds();
        Long own = requested.expires();
        Long all = registration.expires();
        return Math.min(own != null ? own : all != null ? all : max, max);
    }

    private static boolean isTooLong(@Nullable String name) {
        return name != null && name.length() > MAX_NAME_CHARS;
    }

    private static boolean isPathUnusable(Registration registration) {
        String path = String.join("", registration.path());
        return path.length() + registration.path().size() > MAX_PATH_CHARS || path.indexOf('\n') >= 0;
    }

    private static Optional<Refused> refused(int status, String reason) {
        return Optional.of(new Refused(status, reason, null));
    }
}
