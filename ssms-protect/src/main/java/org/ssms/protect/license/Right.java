package org.ssms.protect.license;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ssms.base.json.JsonObject;
import org.ssms.base.json.MalformedJsonException;

/**
 * The catalogue of rights. Order, intersection, JSON and words for people ({@link RightsWords}) go over it: a new right
 * is one entry here, its words, and the place where it is decided.
 *
 * @param <T> type of its values
 */
public final class Right<T> {
    private static final List<Right<?>> ENTRIES = new ArrayList<>();

    /** Who may have a license, by user name, or as {@link GuestAddress#holder}; empty: nobody. */
    public static final Right<Set<String>> USERS = entry("users", Domain.NAMES);
    /** How often it may be played. */
    public static final Right<Integer> PLAYS = entry("plays", Domain.COUNT);
    /** The first instant at which it may be played. */
    public static final Right<Instant> NOT_BEFORE = entry("notBefore", Domain.BEGIN);
    /** The last instant at which it may be played. */
    public static final Right<Instant> NOT_AFTER = entry("notAfter", Domain.END);
    /** How long it may be played after the first play. */
    public static final Right<Duration> PLAY_FOR = entry("playFor", Domain.SPAN);
    /** How many further times a receiver may hand it on: 0 not at all. */
    public static final Right<Integer> FORWARD = entry("forward", Domain.COUNT);
    /** May be downloaded or attached. */
    public static final Right<Boolean> SAVE = entry("save", Domain.FLAG);
    /** May be changed. */
    public static final Right<Boolean> MODIFY = entry("modify", Domain.FLAG);
    /** May be answered. */
    public static final Right<Boolean> REPLY = entry("reply", Domain.FLAG);
    /** May be turned into text. */
    public static final Right<Boolean> TRANSCRIPT = entry("transcript", Domain.FLAG);
    /** May be heard by an ordinary phone call. */
    public static final Right<Boolean> PHONE_PLAYBACK = entry("phonePlayback", Domain.FLAG);
    /** The weakest protection that may play. */
    public static final Right<MinDrm> MIN_DRM = entry("minDrm", Domain.LEVEL);

    /** What its values are: a form has a field for each kind. */
    public enum Kind {
        NAMES,
        COUNT,
        MOMENT,
        SPAN,
        FLAG,
        LEVEL
    }

    private final String name;
    private final Domain<T> domain;

    private Right(String name, Domain<T> domain) {
        this.name = name;
        this.domain = domain;
    }

    private static <T> Right<T> entry(String name, Domain<T> domain) {
        Right<T> right = new Right<>(name, domain);
        ENTRIES.add(right);
        return right;
    }

    /** All rights, in the order in which they are told. */
    public static List<Right<?>> catalogue() {
        return Collections.unmodifiableList(ENTRIES);
    }

    /** The member's name in JSON, and the key of its words. */
    public String name() {
        return name;
    }

    public Kind kind() {
        return domain.kind();
    }

    /** Whether {@code a} allows no more than {@code b}; null, which restricts nothing, is within null only. */
    boolean isWithin(@Nullable T a, @Nullable T b) {
        return b == null || (a != null && domain.isWithin(a, b));
    }

    @Nullable
    T meet(@Nullable T a, @Nullable T b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return domain.meet(a, b);
    }

    /** @throws IllegalArgumentException when it is no value of this right */
    void check(T value) {
        if (!domain.isLegal(value)) {
            throw new IllegalArgumentException(name + " is out of range");
        }
    }

    /** Null when the member is absent. */
    @Nullable
    T read(JsonObject json) throws MalformedJsonException {
        return domain.read(json, name);
    }

    Object toJson(T value) {
        return domain.toJson(value);
    }

    @Override
    public String toString() {
        return name;
    }
}
