package org.ssms.protect.license;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.ssms.base.json.JsonObject;
import org.ssms.base.json.JsonText;
import org.ssms.base.json.MalformedJsonException;

/**
 * What somebody may do with a message: a value for some of the rights of the catalogue. An absent right does not
 * restrict: in a request it means "as the parent allows", in a license "without limit". Absent stands above every
 * value, also above {@code true}: who asks for {@code true} where the parent says {@code false} asks for too much, who
 * says nothing gets {@code false}. With that, {@link #isWithin} is a partial order and {@link #intersect} its greatest
 * lower bound. Immutable.
 */
public final class UsageRights {
    /** Restricts nothing. */
    public static final UsageRights UNLIMITED = new UsageRights(Map.of());

    private static final int MAX_CHARS = 131_072;
    private static final Set<String> MEMBERS =
            Right.catalogue().stream().map(Right::name).collect(Collectors.toUnmodifiableSet());

    /** Only rights that restrict, each with a value of its own type. */
    private final Map<Right<?>, Object> values;

    private UsageRights(Map<Right<?>, Object> values) {
        this.values = values;
    }

    /** Null: not restricted. */
    @SuppressWarnings("unchecked") // with() puts only a T under a Right<T>
    public <T> @Nullable T get(Right<T> right) {
        return (T) values.get(right);
    }

    /** Whether something that is allowed or not is allowed. */
    public boolean allows(Right<Boolean> right) {
        return !Boolean.FALSE.equals(get(right));
    }

    /**
     * The same with another value for one right.
     *
     * @param value null: not restricted
     * @throws IllegalArgumentException when it is no value of that right, for example a negative number
     */
    public <T> UsageRights with(Right<T> right, @Nullable T value) {
        Map<Right<?>, Object> changed = new LinkedHashMap<>(values);
        if (value == null) {
            changed.remove(right);
        } else {
            right.check(value);
            changed.put(right, value instanceof Set<?> names ? Set.copyOf(names) : value);
        }
        return new UsageRights(changed);
    }

    /** The same with the other values of those rights that have one there. */
    public UsageRights changedTo(UsageRights other) {
        Map<Right<?>, Object> changed = new LinkedHashMap<>(values);
        changed.putAll(other.values);
        return new UsageRights(changed);
    }

    /** Only those rights that have another value there. */
    public UsageRights differingFrom(UsageRights other) {
        Map<Right<?>, Object> different = new LinkedHashMap<>(values);
        different.entrySet().removeAll(other.values.entrySet());
        return new UsageRights(different);
    }

    /** Whether no right allows more than the parent's. */
    public boolean isWithin(UsageRights parent) {
        return Right.catalogue().stream().allMatch(right -> isWithin(right, parent));
    }

    /**
     * The first right that has a value here which allows more than the parent's: what somebody asks for and cannot
     * have. Empty: the intersection with the parent is all that was asked for.
     */
    public Optional<Right<?>> exceeding(UsageRights parent) {
        return Right.catalogue().stream()
                .filter(values::containsKey)
                .filter(right -> !isWithin(right, parent))
                .findFirst();
    }

    private <T> boolean isWithin(Right<T> right, UsageRights parent) {
        return right.isWithin(get(right), parent.get(right));
    }

    /** The most that is within both. */
    public UsageRights intersect(UsageRights other) {
        UsageRights both = this;
        for (Right<?> right : other.values.keySet()) {
            both = both.restricted(right, other);
        }
        return both;
    }

    private <T> UsageRights restricted(Right<T> right, UsageRights other) {
        return with(right, right.meet(get(right), other.get(right)));
    }

    /** One JSON object; absent rights are absent. */
    public String toJson() {
        return JsonText.of(toMap());
    }

    /** The members of the JSON object, in the order of the catalogue. */
    public Map<String, Object> toMap() {
        Map<String, Object> json = new LinkedHashMap<>();
        Right.catalogue().forEach(right -> write(right, json));
        return json;
    }

    private <T> void write(Right<T> right, Map<String, Object> json) {
        T value = get(right);
        if (value != null) {
            json.put(right.name(), right.toJson(value));
        }
    }

    /**
     * Reads what {@link #toJson} writes.
     *
     * @throws MalformedLicenseException names the member that is wrong
     */
    public static UsageRights fromJson(String json) throws MalformedLicenseException {
        try {
            return read(JsonObject.parse(json, MAX_CHARS));
        } catch (MalformedJsonException e) {
            throw new MalformedLicenseException(e.problem());
        }
    }

    /** Reads rights that are a member of another document. */
    public static UsageRights read(JsonObject json) throws MalformedJsonException {
        json.onlyMembers(MEMBERS);
        UsageRights rights = UNLIMITED;
        for (Right<?> right : Right.catalogue()) {
            rights = rights.withMember(right, json);
        }
        return rights;
    }

    private <T> UsageRights withMember(Right<T> right, JsonObject json) throws MalformedJsonException {
        return with(right, right.read(json));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof UsageRights rights && values.equals(rights.values);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(values);
    }

    @Override
    public String toString() {
        return "UsageRights" + toMap();
    }
}
