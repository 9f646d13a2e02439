package org.ssms.call.menu;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.ssms.media.prompt.Prompts;
import org.ssms.protect.license.MalformedLicenseException;
import org.ssms.protect.license.Right;
import org.ssms.protect.license.UsageRights;

/** Reads one menu. A line is a statement; one that begins with {@code #}, or is blank, is none. */
final class MenuFile {
    private static final int LONGEST = 16_384;
    private static final int LONGEST_LINE = 500;
    private static final int MOST_REPEATS = 9;
    private static final Duration LONGEST_PATIENCE = Duration.ofSeconds(30);
    private static final Pattern KEY = Pattern.compile("([0-9*#])\\s+(.*?)(?:\\s*:\\s*([a-z0-9-]+))?");
    private static final Pattern SILENCE = Pattern.compile("(\\d{1,2}) s, (\\d{1,2}) more, then (\\S+)");
    /** What the keys do there beside opening another menu: the greeting, which is no menu, says which they are. */
    private static final Map<String, Command.Simple> UNSAID =
            Map.of(Keypad.GREETING, Command.Simple.SKIP, Keypad.RECORDING, Command.Simple.SEND);

    /** What ends a menu: another word would keep a silent caller for ever. */
    private static final Set<Command.Simple> ENDS = EnumSet.of(
            Command.Simple.BACK, Command.Simple.SEND, Command.Simple.ADD, Command.Simple.CANCEL, Command.Simple.SKIP);

    /** What can be told; {@code users} are names, which no voice knows. */
    private static final Set<Right<?>> TOLD = Set.of(
            Right.PLAYS, Right.NOT_BEFORE, Right.NOT_AFTER, Right.PLAY_FOR, Right.FORWARD, Right.SAVE, Right.REPLY);

    /** The call is over but for these: nothing can be chosen, or recorded, any more. */
    private static final Set<Command> WHEN_STORED =
            Set.of(Command.Simple.CONTROL_CODE, Command.Simple.BACK, Command.Simple.REPEAT);

    /** What is done there by who hears his messages by phone, and nowhere else. */
    private static final Map<String, Set<Command>> OF_LISTENERS = Map.of(
            MailboxMenus.MAILBOX,
                    Set.of(
                            Command.Simple.NEXT,
                            Command.Simple.SAVED,
                            Command.Simple.DELETED,
                            Command.Simple.OTHERS,
                            new Command.Open(MailboxMenus.SETTINGS)),
            MailboxMenus.MESSAGE,
                    Set.of(
                            Command.Simple.NEXT,
                            Command.Simple.SKIP_BACK,
                            Command.Simple.SKIP_ON,
                            Command.Simple.SPEED,
                            Command.Simple.PAUSE,
                            Command.Simple.ENVELOPE,
                            Command.Simple.FORWARD,
                            Command.Simple.REPLY,
                            Command.Simple.DELETE,
                            Command.Simple.SAVE),
            MailboxMenus.SETTINGS,
                    Set.of(
                            Command.Simple.CHANGE_PIN,
                            Command.Simple.GREETING,
                            Command.Simple.GREETING_BUSY,
                            Command.Simple.GREETING_NOT_ANSWERED,
                            Command.Simple.GREETING_OUT_OF_OFFICE,
                            Command.Simple.GREETING_TEMPORARY,
                            Command.Simple.GREETING_NAME));

    /** What such menus may do beside. */
    private static final Set<Command> OF_ALL = Set.of(Command.Simple.BACK, Command.Simple.REPEAT);

    private static final Pattern NAME = Pattern.compile("[a-z][a-z-]{0,31}");

    private final String name;
    private final Predicate<String> prompts;

    private final List<String> intro = new ArrayList<>();
    private final Map<Character, Menu.Key> keys = new LinkedHashMap<>();
    private @Nullable Silence silence;

    private record Silence(Duration patience, int repeats, Command.Simple then) {}

    /** Of a menu that says nothing of it. */
    private static final Silence NO_SILENCE = new Silence(Duration.ofSeconds(5), 2, Command.Simple.BACK);

    private MenuFile(String name, Predicate<String> prompts) {
        this.name = name;
        this.prompts = prompts;
    }

    /** Whether a menu may have that name. */
    static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /** @param prompts whether there is such a prompt, in every language in which it is to be said */
    static Menu read(String name, String text, Predicate<String> prompts) throws MalformedMenuException {
        if (text.length() > LONGEST) {
            throw new MalformedMenuException(name, 1, "the file is longer than " + LONGEST + " characters");
        }
        MenuFile file = new MenuFile(name, prompts);
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            try {
                file.statement(lines.get(i).strip());
            } catch (IllegalArgumentException e) {
                throw new MalformedMenuException(name, i + 1, String.valueOf(e.getMessage()));
            }
        }
        return file.menu(lines.size());
    }

    private Menu menu(int lines) throws MalformedMenuException {
        if (keys.isEmpty()) {
            throw new MalformedMenuException(name, Math.max(1, lines), "there is no 'key'");
        }
        Silence end = silence == null ? NO_SILENCE : silence;
        return new Menu(
                name, List.copyOf(intro), Collections.unmodifiableMap(keys), end.patience(), end.repeats(), end.then());
    }

    private void statement(String line) {
        if (line.isEmpty() || line.startsWith("#")) {
            return;
        }
        if (line.length() > LONGEST_LINE) {
            throw new IllegalArgumentException("a line has up to " + LONGEST_LINE + " characters");
        }
        String[] parts = line.split("\\s+", 2);
        String rest = parts.length == 1 ? "" : parts[1];
        if (UNSAID.containsKey(name) && !parts[0].equals("key")) {
            throw new IllegalArgumentException("this menu is not said: it has only keys");
        }
        switch (parts[0]) {
            case "say" -> say(rest);
            case "key" -> key(rest);
            case "silence" -> silence(rest);
            default -> throw new IllegalArgumentException("no statement begins with '" + shown(parts[0]) + "'");
        }
    }

    private void say(String words) {
        for (String prompt : words.isEmpty() ? new String[0] : words.split("\\s+")) {
            intro.add(known(prompt));
        }
        if (words.isEmpty()) {
            throw new IllegalArgumentException("'say' names no prompt");
        }
    }

    private void key(String text) {
        Matcher parts = KEY.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("'key' is followed by one of 0-9 * #, what it does, and ': prompt'");
        }
        String prompt = parts.group(3);
        Command command = command(parts.group(2));
        Command.Simple only = UNSAID.get(name);
        if (only != null && (prompt != null || !(command instanceof Command.Open || command == only))) {
            throw new IllegalArgumentException("this menu is not said: its keys 'open' another one, or '"
                    + only.name().toLowerCase(Locale.ROOT) + "'");
        }
        if (name.equals(Keypad.STORED) && !WHEN_STORED.contains(command)) {
            throw new IllegalArgumentException("keys of this menu do 'control-code', 'back' or 'repeat'");
        }
        checkForListeners(command);
        if (command instanceof Command.Open open && open.menu().equals(Keypad.STORED)) {
            throw new IllegalArgumentException("'" + Keypad.STORED + "' is opened when the message is stored only");
        }
        if (command == Command.Simple.CONTROL_CODE && !name.equals(Keypad.STORED)) {
            throw new IllegalArgumentException("'control-code' is for the menu '" + Keypad.STORED + "'");
        }
        Menu.Key key = new Menu.Key(command, prompt == null ? Optional.empty() : Optional.of(known(prompt)));
        if (keys.putIfAbsent(parts.group(1).charAt(0), key) != null) {
            throw new IllegalArgumentException("key " + parts.group(1) + " does something already");
        }
    }

    private void checkForListeners(Command command) {
        Set<Command> own = OF_LISTENERS.get(name);
        if (own != null) {
            boolean isHeardAgain = name.equals(MailboxMenus.MESSAGE) && command == Command.Simple.LISTEN;
            if (!own.contains(command) && !OF_ALL.contains(command) && !isHeardAgain) {
                throw new IllegalArgumentException(
                        "this menu is for who hears his messages: nothing else is done there");
            }
        } else if (OF_LISTENERS.values().stream().anyMatch(others -> others.contains(command))) {
            throw new IllegalArgumentException(
                    "that is done in the menus of who hears his messages only: 'mailbox', 'message' and 'settings'");
        }
        if (own == null && command instanceof Command.Open open && OF_LISTENERS.containsKey(open.menu())) {
            throw new IllegalArgumentException("'" + open.menu() + "' is for who hears his messages: nobody opens it");
        }
    }

    private void silence(String text) {
        Matcher parts = SILENCE.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("'silence' is followed by, for example, '5 s, 2 more, then send'");
        }
        if (silence != null) {
            throw new IllegalArgumentException("'silence' is said already");
        }
        Duration patience = Duration.ofSeconds(Integer.parseInt(parts.group(1)));
        int repeats = Integer.parseInt(parts.group(2));
        if (patience.isZero() || patience.compareTo(LONGEST_PATIENCE) > 0 || repeats > MOST_REPEATS) {
            throw new IllegalArgumentException("'silence' is of 1 to " + LONGEST_PATIENCE.toSeconds()
                    + " s, and at most " + MOST_REPEATS + " more");
        }
        Command.Simple then = simple(parts.group(3));
        if (!ENDS.contains(then)) {
            throw new IllegalArgumentException("after silence there is 'back', 'send', 'add', 'cancel' or 'skip'");
        }
        boolean onlyBack = name.equals(Keypad.STORED) || OF_LISTENERS.containsKey(name);
        if (onlyBack && then != Command.Simple.BACK) {
            throw new IllegalArgumentException("after silence there is 'back' in this menu");
        }
        silence = new Silence(patience, repeats, then);
    }

    private static Command command(String text) {
        String[] words = text.split("\\s+", 2);
        String rest = words.length == 1 ? "" : words[1];
        return switch (words[0]) {
            case "open" -> open(rest);
            case "restrict" -> restrict(rest);
            case "ask" -> ask(rest);
            case "language" -> language(rest);
            default -> simple(text);
        };
    }

    private static Command open(String menu) {
        if (!isName(menu)) {
            throw new IllegalArgumentException("'open' is followed by the name of a menu");
        }
        return new Command.Open(menu);
    }

    private static Command restrict(String rights) {
        try {
            UsageRights wanted = UsageRights.fromJson(rights);
            if (wanted.equals(UsageRights.UNLIMITED)) {
                throw new IllegalArgumentException("'restrict' names no right");
            }
            for (Right<?> right : Right.catalogue()) {
                Object value = wanted.get(right);
                if (value != null && (!TOLD.contains(right) || value.equals(true))) {
                    throw new IllegalArgumentException("'restrict' has a right that no voice tells: " + right);
                }
            }
            return new Command.Restrict(wanted);
        } catch (MalformedLicenseException e) {
            throw new IllegalArgumentException("'restrict' is followed by no JSON of rights: " + e.getMessage(), e);
        }
    }

    private static Command ask(String word) {
        for (Question question : Question.values()) {
            if (question.word().equals(word)) {
                return new Command.Ask(question);
            }
        }
        throw new IllegalArgumentException("'ask' knows 'plays' and 'days'");
    }

    private static Command language(String tag) {
        if (!Prompts.LANGUAGES.contains(tag)) {
            throw new IllegalArgumentException(
                    "'language' is followed by one of " + String.join(", ", Prompts.LANGUAGES));
        }
        return new Command.Speak(tag);
    }

    private static Command.Simple simple(String word) {
        for (Command.Simple command : Command.Simple.values()) {
            if (command.name().replace('_', '-').toLowerCase(Locale.ROOT).equals(word)) {
                return command;
            }
        }
        throw new IllegalArgumentException("nothing is done by '" + shown(word) + "'");
    }

    private String known(String prompt) {
        if (!prompts.test(prompt)) {
            throw new IllegalArgumentException("there is no prompt '" + shown(prompt) + "'");
        }
        return prompt;
    }

    private static String shown(String text) {
        String safe = text.replaceAll("[^\\x20-\\x7e]", "?");
        return safe.length() <= 40 ? safe : safe.substring(0, 40) + "...";
    }
}
