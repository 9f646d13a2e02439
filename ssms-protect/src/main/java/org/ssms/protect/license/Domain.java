package org.ssms.protect.license;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.ssms.base.json.JsonObject;
import org.ssms.base.json.MalformedJsonException;
import org.ssms.protect.license.Right.Kind;

/**
 * The values of a kind of right: which there are, which allows no more than which, their JSON. All but sets of names
 * are a chain. "Absent" is not among them; it stands above all, see {@link UsageRights}.
 */
final class Domain<T> {
    /** How often, how many times: 0 to 2<sup>31</sup> - 1. Less allows less. */
    static final Domain<Integer> COUNT =
            chain(Kind.COUNT, Comparator.<Integer>naturalOrder(), count -> count >= 0, Domain::count, count -> count);
    /** The first instant of a window. Later allows less. */
    static final Domain<Instant> BEGIN = chain(
            Kind.MOMENT,
            Comparator.<Instant>reverseOrder(),
            Domain::isOfCalendar,
            JsonObject::optionalInstant,
            Object::toString);
    /** The last instant of a window. Earlier allows less. */
    static final Domain<Instant> END = chain(
            Kind.MOMENT,
            Comparator.<Instant>naturalOrder(),
            Domain::isOfCalendar,
            JsonObject::optionalInstant,
            Object::toString);
    /** A time span of 0 to 100 years. Shorter allows less. */
    static final Domain<Duration> SPAN = chain(
            Kind.SPAN,
            Comparator.<Duration>naturalOrder(),
            Domain::isSpan,
            JsonObject::optionalDuration,
            Object::toString);
    /** False allows less than true. */
    static final Domain<Boolean> FLAG =
            chain(Kind.FLAG, Comparator.<Boolean>naturalOrder(), flag -> true, JsonObject::optionalFlag, flag -> flag);
    /** A stronger protection allows less. */
    static final Domain<MinDrm> LEVEL = chain(
            Kind.LEVEL,
            Comparator.<MinDrm>reverseOrder(),
            level -> true,
            (json, name) -> json.optionalValue(name, MinDrm::parse),
            MinDrm::label);
    /** Up to 100 names, of users up to 64 characters, or of guests. A subset allows less; nobody is the least. */
    static final Domain<Set<String>> NAMES = new Domain<>(
            Kind.NAMES,
            (a, b) -> b.containsAll(a),
            Domain::common,
            Domain::areNames,
            Domain::names,
            names -> List.copyOf(new TreeSet<>(names)));

    private static final Instant FIRST = Instant.parse("1970-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");
    private static final Duration LONGEST = Duration.ofDays(36_525);
    private static final int MAX_NAMES = 100;
    private static final int MAX_NAME_CHARS = 64;

    private final Kind kind;
    private final BiPredicate<T, T> within;
    private final BinaryOperator<T> meet;
    private final Predicate<T> legal;
    private final Reader<T> reader;
    private final Function<T, Object> writer;

    private Domain(
            Kind kind,
            BiPredicate<T, T> within,
            BinaryOperator<T> meet,
            Predicate<T> legal,
            Reader<T> reader,
            Function<T, Object> writer) {
        this.kind = kind;
        this.within = within;
        this.meet = meet;
        this.legal = legal;
        this.reader = reader;
        this.writer = writer;
    }

    private static <T> Domain<T> chain(
            Kind kind, Comparator<T> allowance, Predicate<T> legal, Reader<T> reader, Function<T, Object> writer) {
        return new Domain<>(
                kind, (a, b) -> allowance.compare(a, b) <= 0, BinaryOperator.minBy(allowance), legal, reader, writer);
    }

    /** Reads a member; null when it is absent. */
    private interface Reader<T> {
        @Nullable
        T read(JsonObject json, String name) throws MalformedJsonException;
    }

    Kind kind() {
        return kind;
    }

    /** Whether {@code a} allows no more than {@code b}. */
    boolean isWithin(T a, T b) {
        return within.test(a, b);
    }

    /** The most that is within both. */
    T meet(T a, T b) {
        return meet.apply(a, b);
    }

    boolean isLegal(T value) {
        return legal.test(value);
    }

    @Nullable
    T read(JsonObject json, String name) throws MalformedJsonException {
        T value = reader.read(json, name);
        if (value != null && !legal.test(value)) {
            throw new MalformedJsonException("member '" + name + "' is out of range");
        }
        return value;
    }

    Object toJson(T value) {
        return writer.apply(value);
    }

    private static @Nullable Integer count(JsonObject json, String name) throws MalformedJsonException {
        Long value = json.optionalInteger(name, 0, Integer.MAX_VALUE);
        return value == null ? null : Math.toIntExact(value);
    }

    private static @Nullable Set<String> names(JsonObject json, String name) throws MalformedJsonException {
        return json.has(name)
                ? json.texts(name, MAX_NAMES, GuestAddress.MAX_CHARS).stream()
                        .map(Domain::canonical)
                        .collect(Collectors.toUnmodifiableSet())
                : null;
    }

    /** As the name stands in grants and sessions. */
    private static String canonical(String name) {
        return GuestAddress.of(name).map(GuestAddress::holder).orElse(name);
    }

    private static Set<String> common(Set<String> a, Set<String> b) {
        Set<String> both = new HashSet<>(a);
        both.retainAll(b);
        return Set.copyOf(both);
    }

    private static boolean isOfCalendar(Instant instant) {
        return !instant.isBefore(FIRST) && !instant.isAfter(LAST);
    }

    private static boolean isSpan(Duration span) {
        return !span.isNegative() && span.compareTo(LONGEST) <= 0;
    }

    private static boolean areNames(Set<String> names) {
        return names.size() <= MAX_NAMES && names.stream().allMatch(Domain::isName);
    }

    private static boolean isName(String name) {
        return !name.isBlank()
                && (name.length() <= MAX_NAME_CHARS || GuestAddress.of(name).isPresent())
                && name.codePoints().noneMatch(Domain::isOfNoName);
    }

    private static boolean isOfNoName(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                true;
            default -> false;
        };
    }
}
