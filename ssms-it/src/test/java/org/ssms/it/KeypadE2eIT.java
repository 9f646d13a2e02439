package org.ssms.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.ssms.it.server.Accounts;
import org.ssms.it.server.Calls;
import org.ssms.it.server.Databases;
import org.ssms.it.server.Heard;
import org.ssms.it.server.SsmsServer;
import org.ssms.it.server.Storage;
import org.ssms.it.server.Subscriber;
import org.ssms.it.tool.Ffmpeg;
import org.ssms.it.tool.Speech;
import org.ssms.it.tool.Timeline;
import org.ssms.media.codec.AudioCodec;
import org.ssms.media.codec.G711;
import org.ssms.media.prompt.PromptName;
import org.ssms.player.audio.SoundFile;
import org.ssms.player.caller.CallEnd;
import org.ssms.player.caller.CallPlan;
import org.ssms.player.caller.OutgoingCall;

/**
 * What a caller does with his keys, by telephone-events, before, while and after he speaks, and what the license says
 * of it (F4-33b, F4-36, F4-37, F4-43). They mostly wait, so all at once.
 */
@Execution(ExecutionMode.CONCURRENT)
class KeypadE2eIT {
    private static final byte[] SPEECH = Speech.ulaw(2, 36);
    private static final byte[] MORE = Speech.ulaw(2, 37);
    private static final byte[] ASIDE = Speech.ulaw(1, 38);
    private static final String OWNER = Accounts.guests().get(7);

    /** All tests may call at once, and of strangers whose ACK is not there yet a mailbox takes ten. */
    private static final String OTHER = Accounts.guests().get(8);

    private final SsmsServer server = SsmsServer.shared();
    private final Subscriber owner = Subscriber.of(server, OWNER);
    private final Calls calls = new Calls(server);

    @AfterEach
    void free_the_ports() {
        calls.close();
    }

    @Test
    void f4_37_what_is_chosen_while_speaking_is_read_back_confirmed_and_what_the_license_says() throws Exception {
        OutgoingCall call = spoken("during", SPEECH);
        press(call, "*");
        Heard.await(call, "to-send", "press-hash");
        press(call, "424");
        Heard.await(call, "ask-plays", "enter-number", "then-hash");
        press(call, "3#");
        Heard.await(call, "right-plays", "3", "times");
        press(call, "#");
        Heard.await(call, "chosen", "right-plays", "3", "times", "right-no-forward", "to-confirm", "press-hash");
        press(call, "#");
        Heard.await(call, "confirmed", "to-send", "press-hash");
        press(call, "#");
        assertThat(Calls.get(call.ended())).isEqualTo(CallEnd.BY_SERVER);
        assertThat(Heard.by(call, PromptName.STORED)).isTrue();
        assertThat(rights("during")).containsOnly(Map.entry("plays", 3L), Map.entry("forward", 0L));
        String id = owner.awaitMessageFrom("during").id();
        assertThat(Databases.copyOf(server).decisions("RIGHTS_CHANGED", id)).containsExactly("GRANTED");
        assertThat(indexOf(recorded("during"), SPEECH, 0)).isNotNegative();
    }

    @Test
    void f4_36_what_is_chosen_before_speaking_holds() throws Exception {
        OutgoingCall call = calls.call(Calls.to(OWNER, "before"));
        Heard.await(call, "greeting");
        press(call, "*41#");
        Heard.await(call, "chosen", "right-no-forward", "right-no-save");
        press(call, "#");
        Heard.await(call, "confirmed", "to-rights");
        press(call, "*");
        Calls.get(Calls.speak(call, SPEECH).thenCompose(spoken -> call.hangUp()));
        assertThat(rights("before")).containsOnly(Map.entry("forward", 0L), Map.entry("save", false));
    }

    @Test
    void f4_43_who_hangs_up_before_he_has_confirmed_has_chosen_nothing() throws Exception {
        OutgoingCall call = spoken("unconfirmed", SPEECH);
        press(call, "*42#");
        Heard.await(call, "chosen", "right-no-forward", "to-confirm");
        Calls.get(call.hangUp());
        assertThat(rights("unconfirmed")).isEmpty();
        assertThat(indexOf(recorded("unconfirmed"), SPEECH, 0)).isNotNegative();
    }

    @Test
    void f4_43_who_hangs_up_when_he_has_confirmed_has_chosen() throws Exception {
        OutgoingCall call = spoken("confirmed", SPEECH);
        press(call, "*46##");
        Heard.await(call, "confirmed");
        Calls.get(call.hangUp());
        assertThat(rights("confirmed")).containsOnly(Map.entry("users", List.of(OWNER)));
    }

    /** Nothing that was said or played between the pieces is in it. */
    @Test
    void what_is_added_follows_what_was_said_before() throws Exception {
        OutgoingCall call = calls.call(Calls.to(OWNER, "added"));
        Calls.get(Calls.speak(call, SPEECH).thenCompose(spoken -> call.press('*')));
        Heard.await(call, "to-add", "press-3");
        Calls.get(call.speak(ASIDE));
        int before = beeps(call);
        press(call, "3");
        Await.untilTrue("the beep again", Calls.LIMIT, () -> beeps(call) > before);
        Calls.get(
                call.pause(Calls.BREATH).thenCompose(breath -> call.speak(MORE)).thenCompose(spoken -> call.hangUp()));
        short[] recorded = recorded("added");
        int first = indexOf(recorded, SPEECH, 0);
        int second = indexOf(recorded, MORE, first + SPEECH.length);
        assertThat(first).isNotNegative();
        // for how long he was silent himself, on a busy machine for longer, the caller knows: the rest is the server's
        Timeline.Pauses his = Timeline.pauses(call.sent());
        int gap = Calls.KEY_IS_UNDERSTOOD + his.before();
        assertThat(second).isBetween(first + SPEECH.length, first + SPEECH.length + gap);
        assertThat(recorded.length).isBetween(second + MORE.length, second + MORE.length + his.after());
        assertSilent(recorded, first + SPEECH.length, second);
        assertSilent(recorded, second + MORE.length, recorded.length);
    }

    private static void assertSilent(short[] recording, int from, int to) {
        for (int i = from; i < to; i++) {
            assertThat(Math.abs(recording[i])).as("sample %d", i).isLessThan(16);
        }
    }

    /** To the sample, with all pieces: the menu follows right behind the last one. */
    @Test
    void f4_36_who_listens_hears_what_will_be_the_message() throws Exception {
        OutgoingCall call = spoken(Calls.to(OTHER, "listened"), SPEECH);
        press(call, "*1");
        Await.untilTrue("what he has said", Calls.LIMIT, () -> Heard.by(call, SPEECH));
        int before = beeps(call);
        press(call, "3");
        Await.untilTrue("the beep again", Calls.LIMIT, () -> beeps(call) > before);
        Calls.get(call.pause(Calls.BREATH).thenCompose(breath -> call.speak(MORE)));
        press(call, "*1");
        Await.untilTrue("all, and the menu", Calls.LIMIT, () -> Heard.by(call, MORE, "to-send", "press-hash"));
        press(call, "#");
        assertThat(Calls.get(call.ended())).isEqualTo(CallEnd.BY_SERVER);
        short[] recorded = recorded(Subscriber.of(server, OTHER), "listened");
        assertThat(indexOf(recorded, MORE, indexOf(recorded, SPEECH, 0))).isNotNegative();
        short[] heard = SoundFile.fromUlaw(call.heard());
        int all = indexOf(heard, SoundFile.toUlaw(recorded), 0);
        assertThat(all).as("all of it").isNotNegative();
        assertThat(indexOf(heard, Heard.octets("to-send", "press-hash"), all)).isEqualTo(all + recorded.length);
    }

    @Test
    void f4_36_who_hangs_up_while_he_listens_leaves_it_in_the_other_codec_too() throws Exception {
        byte[] said = Speech.ulaw(10, 39); // longer than a busy machine takes to hang up
        for (int i = 0; i < said.length; i++) {
            said[i] = G711.linearToAlaw(G711.ulawToLinear(said[i]));
        }
        OutgoingCall call = spoken(Calls.to(OTHER, "listening").with(AudioCodec.PCMA), said);
        press(call, "*1");
        byte[] first = Arrays.copyOf(said, said.length / 10);
        Await.untilTrue("the first of what he has said", Calls.LIMIT, () -> Heard.by(call, first));
        Calls.get(call.hangUp());
        assertThat(Heard.by(call, said)).as("while he listens").isFalse();
        assertThat(recorded(Subscriber.of(server, OTHER), "listening").length).isGreaterThanOrEqualTo(said.length);
    }

    @Test
    void f4_36_who_records_again_leaves_only_that_and_hears_the_rest_in_his_language() throws Exception {
        OutgoingCall call = spoken("again", SPEECH);
        String former = new Storage(server).kidOf(OWNER, "again");
        press(call, "*92");
        Await.untilTrue(
                "German", Calls.LIMIT, () -> Heard.inLanguage("de", call, "to-send", "press-hash", "to-listen"));
        int before = beeps(call);
        press(call, "2");
        Await.untilTrue("the beep again", Calls.LIMIT, () -> beeps(call) > before);
        Calls.get(call.pause(Calls.BREATH).thenCompose(breath -> call.speak(MORE)));
        press(call, "#");
        assertThat(Calls.get(call.ended())).isEqualTo(CallEnd.BY_SERVER);
        assertThat(Heard.inLanguage("de", call, "stored")).isTrue();
        assertThat(Heard.inLanguage("de", call, "goodbye")).isTrue();
        short[] recorded = recorded("again");
        assertThat(indexOf(recorded, MORE, 0)).isNotNegative();
        assertThat(indexOf(recorded, SPEECH, 0)).isNegative();
        assertThat(new Storage(server).files())
                .noneMatch(file -> file.getFileName().toString().startsWith(former));
    }

    @Test
    void f4_37_the_code_that_a_caller_hears_twice_is_that_of_his_message_and_by_it_he_shortens_and_recalls_it()
            throws Exception {
        OutgoingCall call = spoken("code", SPEECH);
        press(call, "#");
        Heard.await(call, "to-control-code", "press-1", "to-finish", "press-hash");
        press(call, "1");
        Await.untilTrue(
                "the code twice",
                Calls.LIMIT,
                () -> Heard.digitsAfter(call, "once-more").length() == 12);
        String code = Heard.digitsAfter(call, "control-code");
        assertThat(Heard.digitsAfter(call, "once-more")).isEqualTo(code);
        press(call, "#");
        assertThat(Calls.get(call.ended())).isEqualTo(CallEnd.BY_SERVER);
        String id = owner.awaitMessageFrom("code").id();
        HttpResponse<String> control =
                Subscriber.stranger(server).post("/license/v1/control", "", "{\"code\":\"" + code + "\"}");
        assertThat(control.statusCode()).as(control.body()).isEqualTo(201);
        assertThat(control.body()).contains(id);
        assertThat(rights("code")).isEmpty(); // now it was heard

        OutgoingCall later = calls.call(Calls.to(OWNER, "code"));
        Heard.await(later, "greeting");
        press(later, "*8" + code + "#");
        Heard.await(later, "was-heard");
        Heard.await(later, "to-shorten", "press-5", "to-recall", "press-0");
        press(later, "52#");
        Heard.await(later, "confirmed", "right-until");
        assertThat(rights("code")).containsOnlyKeys("notAfter");
        press(later, "01");
        Heard.await(later, "recalled", "to-rights", "press-4");
        assertThat(owner.license(id).body()).contains("urn:ssms:revoked");
        press(later, "8" + code.replaceFirst("^.", code.startsWith("9") ? "0" : "9") + "#");
        Heard.await(later, "control-code-wrong", "to-rights");
        Calls.get(later.hangUp());
        for (String log : List.of("server.log", "audit.log")) { // T32
            assertThat(Files.readString(server.log().resolveSibling(log))).doesNotContain(code);
        }
    }

    @Test
    void nothing_is_left_of_what_is_cancelled() throws Exception {
        OutgoingCall call = spoken("cancelled", SPEECH);
        String kid = new Storage(server).kidOf(OWNER, "cancelled");
        press(call, "*0");
        Heard.await(call, "confirm-cancel", "to-confirm", "press-1");
        press(call, "1");
        assertThat(Calls.get(call.ended())).isEqualTo(CallEnd.BY_SERVER);
        assertThat(Heard.by(call, PromptName.CANCELLED, PromptName.GOODBYE)).isTrue();
        assertThat(new Storage(server).files())
                .noneMatch(file -> file.getFileName().toString().startsWith(kid));
        assertThat(owner.messageFrom("cancelled")).isEmpty();
    }

    /** Its key 2 is that of the built-in one, which another call may press meanwhile. */
    @Test
    void c13_a_menu_that_changes_on_the_running_server_acts_on_the_next_call() throws Exception {
        assertThat(hearsItalianBySeven()).isFalse();
        Path changed = server.menus().resolve("language.menu");
        Files.writeString(changed, "key 2 language de : for-language\nkey 7 language it : for-language\n");
        try {
            Await.untilTrue("a call with the new menu", Calls.LIMIT, this::hearsItalianBySeven);
        } finally {
            Files.delete(changed);
        }
    }

    private boolean hearsItalianBySeven() {
        OutgoingCall call = calls.call(Calls.to(OWNER, "languages"));
        Heard.await(call, "greeting");
        press(call, "*9");
        Await.untilTrue("languages", Calls.LIMIT, () -> isSaid(call, "it", "press-7") || isSaid(call, "fr", "press-3"));
        Calls.get(call.hangUp());
        return isSaid(call, "it", "press-7");
    }

    private static boolean isSaid(OutgoingCall call, String language, String key) {
        return Heard.inLanguage(language, call, "for-language", key);
    }

    private OutgoingCall spoken(String from, byte[] speech) {
        return spoken(Calls.to(OWNER, from), speech);
    }

    private OutgoingCall spoken(CallPlan plan, byte[] speech) {
        OutgoingCall call = calls.call(plan);
        Calls.get(Calls.speak(call, speech));
        return call;
    }

    /** One after the other, each as soon as the one before is over. */
    private static void press(OutgoingCall call, String keys) {
        CompletableFuture<Void> pressed = CompletableFuture.completedFuture(null);
        for (int i = 0; i < keys.length(); i++) {
            char key = keys.charAt(i);
            pressed = pressed.thenCompose(before -> call.press(key));
        }
        Calls.get(pressed);
    }

    private static int beeps(OutgoingCall call) {
        return Heard.count(call, PromptName.BEEP);
    }

    /** What its license restricts. */
    private Map<String, Object> rights(String caller) throws Exception {
        String id = owner.awaitMessageFrom(caller).id();
        Map<String, Object> license = JSONObjectUtils.parse(owner.license(id).body());
        Map<String, Object> rights = JSONObjectUtils.getJSONObject(license, "rights");
        return rights == null ? Collections.emptyMap() : rights;
    }

    private short[] recorded(String caller) throws Exception {
        return recorded(owner, caller);
    }

    private short[] recorded(Subscriber whose, String caller) throws Exception {
        Subscriber.Message message = whose.awaitMessageFrom(caller);
        return Ffmpeg.samples(
                new Storage(server).file(message.kid(), "mp4"),
                whose.keys(message.id()).cencHex());
    }

    /** Where a speech begins in a recording, sample by sample; -1: it is not in it. */
    private static int indexOf(short[] recording, byte[] ulaw, int from) {
        for (int at = Math.max(0, from); at <= recording.length - ulaw.length; at++) {
            int i = 0;
            while (i < ulaw.length && recording[at + i] == G711.ulawToLinear(ulaw[i])) {
                i++;
            }
            if (i == ulaw.length) {
                return at;
            }
        }
        return -1;
    }
}
