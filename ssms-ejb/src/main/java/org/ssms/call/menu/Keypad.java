package org.ssms.call.menu;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.ssms.protect.license.UsageRights;

/**
 * What the keys of one caller do, from the greeting on. What he has confirmed in one menu he finds in the next. Not
 * thread-safe.
 */
public final class Keypad {
    /** In all menus of a call together: who presses keys for ever is then treated as who presses none. */
    static final Duration LIMIT = Duration.ofMinutes(5);

    static final String GREETING = "greeting";
    static final String RECORDING = "recording";
    static final String STORED = "stored";

    private final Map<String, Menu> menus;
    private final Set<String> calledParty;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private UsageRights confirmed = UsageRights.UNLIMITED;
    private @Nullable MenuWalk walk;
    private final Duration longest;
    private long leftNanos = LIMIT.toNanos();
    /** For what was recorded, which is as long as it is: it takes no time of the menus once. */
    private long leftToListen;

    private boolean isListening;
    private long since;
    private OptionalLong begun = OptionalLong.empty();

    /**
     * A keypad on which nothing was pressed.
     *
     * @param menus as they are at the beginning of the call
     * @param calledParty whose mailbox it is; of a list, all members
     * @param clock for dates
     * @param nanoTime for spans
     * @param recording for how long the caller may speak
     */
    public Keypad(
            Map<String, Menu> menus, Set<String> calledParty, Clock clock, LongSupplier nanoTime, Duration recording) {
        this.menus = menus;
        this.calledParty = calledParty;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.leftToListen = recording.toNanos();
        this.longest = recording.plus(LIMIT);
    }

    /** While the greeting is played. */
    public Optional<Command> inGreeting(char key) {
        return on(GREETING, key);
    }

    /** While the caller speaks. */
    public Optional<Command> inRecording(char key) {
        return on(RECORDING, key);
    }

    private Optional<Command> on(String menu, char key) {
        return Optional.ofNullable(menus.get(menu)).flatMap(keys -> keys.on(key));
    }

    /** What a caller is offered when his message is there. */
    public Command.Open whenStored() {
        return new Command.Open(STORED);
    }

    /** Opens the first menu. */
    public MenuWalk.Turn open(Command.Open first) {
        since = nanoTime.getAsLong();
        begun = OptionalLong.of(begun.orElse(since));
        MenuWalk opened = new MenuWalk(menus, first.menu(), confirmed, calledParty, clock);
        walk = opened;
        return bounded(opened.begin());
    }

    /**
     * Whether no menu is opened any more: the caller has been in menus for too long, or has gone back to speaking so
     * often that he would have been.
     */
    public boolean isUsedUp() {
        return leftNanos < 0 || (begun.isPresent() && nanoTime.getAsLong() - begun.getAsLong() > longest.toNanos());
    }

    /** In a menu. */
    public MenuWalk.Turn pressed(char key) {
        return bounded(walk().pressed(key));
    }

    /** In a menu, when its {@link #patience} is over. */
    public MenuWalk.Turn silence() {
        return bounded(walk().silence());
    }

    /** What holds. */
    public UsageRights confirmed() {
        return confirmed;
    }

    /** For how long a key is waited for in the open menu. */
    public Duration patience() {
        return walk().patience();
    }

    /**
     * What was confirmed in a menu holds.
     *
     * @param ofOwner what comes of it
     */
    public MenuWalk.Turn settled(UsageRights chosen, UsageRights ofOwner) {
        confirmed = chosen;
        return charged(walk().settled(chosen, ofOwner));
    }

    /** What was asked for in the open menu, and is no choice, cannot be had. */
    public MenuWalk.Turn refused() {
        return bounded(walk().notSettled());
    }

    /** As {@link MenuWalk#found}. */
    public MenuWalk.Turn found(@Nullable Instant heard, @Nullable UsageRights ofOwner, int members, int heardBy) {
        return charged(walk().found(heard, ofOwner, members, heardBy));
    }

    /** As {@link MenuWalk#limited}. */
    public MenuWalk.Turn limited(UsageRights ofOwner) {
        return charged(walk().limited(ofOwner));
    }

    /** As {@link MenuWalk#recalled}. */
    public MenuWalk.Turn recalled() {
        return charged(walk().recalled());
    }

    /** As {@link MenuWalk#notControlled}. */
    public MenuWalk.Turn notControlled(String... why) {
        return charged(walk().notControlled(why));
    }

    /** As {@link MenuWalk#notHeard}. */
    public MenuWalk.Turn notHeard() {
        return charged(walk().notHeard());
    }

    /** It cannot be made to hold. */
    public MenuWalk.Turn notSettled() {
        return charged(walk().notSettled());
    }

    /** What is done is done; but nothing more is said to who has been in menus for too long. */
    private MenuWalk.Turn bounded(MenuWalk.Turn turn) {
        MenuWalk.Turn charged = charged(turn);
        boolean speaks = charged instanceof MenuWalk.Say || charged instanceof MenuWalk.Switch;
        return speaks && leftNanos < 0 ? walk().giveUp() : charged;
    }

    /** What became of a choice is said however late it is. */
    private MenuWalk.Turn charged(MenuWalk.Turn turn) {
        long now = nanoTime.getAsLong();
        long spent = now - since;
        long listened = isListening ? Math.min(spent, leftToListen) : 0;
        leftToListen -= listened;
        leftNanos -= spent - listened;
        since = now;
        isListening = turn instanceof MenuWalk.Say say && say.phrases().contains(new Phrase.Recorded());
        return turn;
    }

    private MenuWalk walk() {
        if (walk == null) {
            throw new IllegalStateException("no menu is open");
        }
        return walk;
    }
}
