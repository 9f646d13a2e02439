package org.ssms.call.menu;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is said, which keys do what, and what silence does. Immutable.
 *
 * @param name by which others open it
 * @param intro prompts before those of the keys
 * @param keys what they do, in the order in which they are said
 * @param patience for how long a key is waited for after the last word
 * @param repeats how often all is said again to somebody who presses none
 * @param afterSilence what happens then
 */
public record Menu(
        String name,
        List<String> intro,
        Map<Character, Key> keys,
        Duration patience,
        int repeats,
        Command.Simple afterSilence) {
    /**
     * What one key does.
     *
     * @param prompt says what it is for; empty: it is not said
     */
    public record Key(Command command, Optional<String> prompt) {
        private List<Phrase> said(String... words) {
            return command instanceof Command.Speak speak
                    ? Arrays.stream(words)
                            .<Phrase>map(word -> new Phrase.Foreign(word, speak.language()))
                            .toList()
                    : Phrase.clips(words);
        }
    }

    public Optional<Command> on(char key) {
        return Optional.ofNullable(keys.get(key)).map(Key::command);
    }

    /** All that is said, word for word as a caller hears it. */
    public List<Phrase> phrases() {
        return phrases(Map.of(), Set.of());
    }

    /**
     * The same where some commands do something else than usual.
     *
     * @param others the prompts that say so; of several keys with the same one only the first is said
     * @param unsaid commands that do nothing there: their keys are not told
     */
    public List<Phrase> phrases(Map<Command, String> others, Set<Command> unsaid) {
        List<Phrase> phrases = new ArrayList<>(Phrase.clips(intro));
        Set<String> said = new HashSet<>();
        keys.forEach((digit, key) -> key.prompt()
                .filter(any -> !unsaid.contains(key.command()))
                .ifPresent(usual -> {
                    String prompt = others.getOrDefault(key.command(), usual);
                    if (said.add(prompt) || prompt.equals(usual)) {
                        phrases.addAll(key.said(prompt, press(digit)));
                    }
                }));
        return phrases;
    }

    private static String press(char key) {
        return switch (key) {
            case '*' -> "press-star";
            case '#' -> "press-hash";
            default -> "press-" + key;
        };
    }
}
