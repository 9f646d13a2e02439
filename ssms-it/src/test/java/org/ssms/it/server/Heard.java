package org.ssms.it.server;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ssms.it.Await;
import org.ssms.media.codec.AudioCodec;
import org.ssms.media.prompt.Prompt;
import org.ssms.media.prompt.PromptName;
import org.ssms.media.prompt.Prompts;
import org.ssms.player.caller.OutgoingCall;

/** What a caller heard. */
public final class Heard {
    private static final Prompts PROMPTS = Prompts.load("en");
    private static final Map<String, Prompts> LANGUAGES = new ConcurrentHashMap<>();

    private Heard() {}

    /** Whether these prompts were played to the call, octet by octet, with nothing between. */
    public static boolean by(OutgoingCall call, PromptName... names) {
        return in(call.heard(), names);
    }

    /** The same of prompts that the catalogue names so. */
    public static boolean by(OutgoingCall call, String... names) {
        return in(call.heard(), named(names));
    }

    private static List<Prompt> named(String... names) {
        return Arrays.stream(names).map(PROMPTS::get).toList();
    }

    /** Whether that sound was played to the call, octet by octet, and these prompts at some time after it. */
    public static boolean by(OutgoingCall call, byte[] sound, String... names) {
        String heard = text(call.heard());
        int at = heard.indexOf(text(sound));
        return at >= 0 && heard.indexOf(text(octets(names)), at + sound.length) >= 0;
    }

    /** Waits until these prompts were played to the call, with nothing between. */
    public static void await(OutgoingCall call, String... names) {
        await(String.join(" ", names), call, () -> by(call, names));
    }

    /** Waits until that sound was played to the call, and these prompts at some time after it. */
    public static void await(OutgoingCall call, byte[] sound, String... names) {
        await("what was said and " + String.join(" ", names), call, () -> by(call, sound, names));
    }

    /** Waits until it is so, and says what the call heard when it is not. */
    public static void await(String what, OutgoingCall call, Callable<Boolean> condition) {
        Await.untilTrue(
                what,
                Calls.LIMIT,
                condition,
                () -> "heard: " + words(call.heard()) + (call.ended().isDone() ? "; the call has ended" : ""));
    }

    /** The prompts that were played to their end, in order. */
    public static String words(byte[] heard) {
        String text = text(heard);
        SortedMap<Integer, String> words = new TreeMap<>();
        for (String name : PROMPTS.names()) {
            String prompt = text(octets(name));
            for (int at = text.indexOf(prompt); at >= 0; at = text.indexOf(prompt, at + prompt.length())) {
                words.merge(at, name, (one, other) -> one + "|" + other);
            }
        }
        return String.join(" ", words.values());
    }

    /** These prompts in PCMU. */
    public static byte[] octets(String... names) {
        return octets(named(names));
    }

    /** As {@link #by} in another language. */
    public static boolean inLanguage(String language, OutgoingCall call, String... names) {
        Prompts prompts = LANGUAGES.computeIfAbsent(language, Prompts::load);
        return in(call.heard(), Arrays.stream(names).map(prompts::get).toList());
    }

    /** Whether these prompts are in these PCMU octets, with nothing between. */
    public static boolean in(byte[] heard, PromptName... names) {
        return in(heard, PROMPTS.get(List.of(names)));
    }

    private static boolean in(byte[] heard, List<Prompt> prompts) {
        return text(heard).contains(text(octets(prompts)));
    }

    private static byte[] octets(List<Prompt> prompts) {
        ByteBuffer octets =
                ByteBuffer.allocate(prompts.stream().mapToInt(Prompt::samples).sum());
        prompts.forEach(prompt -> prompt.copyTo(octets, AudioCodec.PCMU, 0, prompt.samples()));
        return octets.array();
    }

    /** How often it was played to its end. */
    public static int count(OutgoingCall call, PromptName name) {
        String prompt = text(octets(PROMPTS.get(List.of(name))));
        return text(call.heard()).split(Pattern.quote(prompt), -1).length - 1;
    }

    /** How often these were played to their end, with nothing between. */
    public static int count(OutgoingCall call, String... names) {
        return text(call.heard()).split(Pattern.quote(text(octets(names))), -1).length - 1;
    }

    /** The digits that were played right after this prompt, the first time; empty: none, or it was not played. */
    public static String digitsAfter(OutgoingCall call, String name) {
        String heard = text(call.heard());
        String said = text(octets(List.of(PROMPTS.get(name))));
        int at = heard.indexOf(said);
        if (at < 0) {
            return "";
        }
        StringBuilder digits = new StringBuilder();
        at += said.length();
        for (String next = digitAt(heard, at); next != null; next = digitAt(heard, at)) {
            at += PROMPTS.get(next).samples();
            digits.append(next.equals(Prompts.PAUSE) ? "" : next);
        }
        return digits.toString();
    }

    private static @Nullable String digitAt(String heard, int at) {
        return Stream.concat(IntStream.rangeClosed(0, 9).mapToObj(String::valueOf), Stream.of(Prompts.PAUSE))
                .filter(name -> heard.startsWith(text(octets(List.of(PROMPTS.get(name)))), at))
                .findFirst()
                .orElse(null);
    }

    /** One character for each octet. */
    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }
}
