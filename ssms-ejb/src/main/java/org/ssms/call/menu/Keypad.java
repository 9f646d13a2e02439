package org.ssms.call.menu;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ssms.protect.license.UsageRights;

/**
 * What the keys of one caller do, from the greeting on. What he has confirmed in one menu he finds in the next. Not
 * thread-safe.
 */
public final class Keypad {
    /** In all menus of a call together: who presses keys for ever is then treated as who presses none. */
    static final Duration LIMIT = Duration.ofMinutes(5);

    private static final String GREETING = "greeting";
    private static final String RECORDING = "recording";

    private final Map<String, Menu> menus;
    private final String calledParty;
    private final Clock clock;
    private UsageRights confirmed = UsageRights.UNLIMITED;
    private @Nullable MenuWalk walk;
    private @Nullable Instant end;

    /**
     * A keypad on which nothing was pressed.
     *
     * @param menus as they are at the beginning of the call
     * @param calledParty whose mailbox it is
     */
    public Keypad(Map<String, Menu> menus, String calledParty, Clock clock) {
        this.menus = menus;
        this.calledParty = calledParty;
        this.clock = clock;
    }

    /** What the greeting ends with: what keys do while it is played. */
    public List<Phrase> greeting() {
        Menu menu = menus.get(GREETING);
        return menu == null ? List.of() : Phrase.clips(menu.prompts());
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

    public MenuWalk.Turn open(Command.Open first) {
        end = end == null ? clock.instant().plus(LIMIT) : end;
        MenuWalk opened = new MenuWalk(menus, first.menu(), confirmed, calledParty, clock);
        walk = opened;
        return isLate() ? opened.giveUp() : opened.begin();
    }

    /** In a menu. */
    public MenuWalk.Turn pressed(char key) {
        return isLate() ? walk().giveUp() : walk().pressed(key);
    }

    /** In a menu, when its {@link #patience} is over. */
    public MenuWalk.Turn silence() {
        return walk().silence();
    }

    /** For how long a key is waited for in the open menu. */
    public Duration patience() {
        return walk().patience();
    }

    /** What was confirmed in a menu holds. */
    public MenuWalk.Turn settled(UsageRights chosen) {
        confirmed = chosen;
        return walk().settled(chosen);
    }

    /** It cannot be made to hold. */
    public MenuWalk.Turn notSettled() {
        return walk().notSettled();
    }

    private boolean isLate() {
        return end != null && clock.instant().isAfter(end);
    }

    private MenuWalk walk() {
        if (walk == null) {
            throw new IllegalStateException("no menu is open");
        }
        return walk;
    }
}
