package org.ssms.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ssms.call.menu.Phrase;
import org.ssms.greeting.GreetingKind;
import org.ssms.greeting.TestGreetings;
import org.ssms.location.DiversionReason;
import org.ssms.media.prompt.Prompt;
import org.ssms.media.prompt.PromptName;

class CallGreetingTest {
    private static final byte[] SOUND = new byte[8000];

    @TempDir
    private Path storage;

    @ParameterizedTest
    @CsvSource({
        "BUSY, GREETING_BUSY",
        "UNCONDITIONAL, GREETING_OUT_OF_OFFICE",
        "NO_ANSWER, GREETING_NOT_ANSWERED",
        "DECLINED, GREETING",
        "NOT_REGISTERED, GREETING",
        "NOT_REACHABLE, GREETING",
        "UNKNOWN, GREETING"
    })
    void the_greeting_fits_the_reason_of_the_diversion(DiversionReason reason, PromptName greeting) throws Exception {
        CallGreeting said = CallGreeting.of(new TestGreetings(storage), "alice", reason);
        assertThat(said.phrases()).isEqualTo(Phrase.of(greeting, PromptName.LEAVE_MESSAGE));
        assertThat(said.length()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"BUSY, is-busy", "UNCONDITIONAL, is-out-of-office", "NO_ANSWER, does-not-answer"})
    void behind_a_name_is_said_why_its_owner_does_not_answer(DiversionReason reason, String why) throws Exception {
        CallGreeting said = withName(reason);
        Prompt heard = said.around(SOUND, TestVoice.ENGLISH);
        assertThat(heard.samples())
                .isEqualTo(SOUND.length + TestVoice.ENGLISH.clip(why).samples());
        assertThat(heard.isOver(SOUND.length)).isFalse();
    }

    @Test
    void before_a_name_is_said_whose_mailbox_it_is() throws Exception {
        CallGreeting said = withName(DiversionReason.UNKNOWN);
        assertThat(said.around(SOUND, TestVoice.ENGLISH).samples())
                .isEqualTo(SOUND.length + TestVoice.ENGLISH.clip("mailbox-of").samples());
    }

    private CallGreeting withName(DiversionReason reason) throws Exception {
        TestGreetings greetings = new TestGreetings(storage);
        greetings.add(GreetingKind.NAME, SOUND);
        return CallGreeting.of(greetings, "alice", reason);
    }

    @Test
    void a_greeting_of_the_owners_is_heard_alone_and_has_its_time() throws Exception {
        TestGreetings greetings = new TestGreetings(storage);
        greetings.add(GreetingKind.BUSY, SOUND);
        CallGreeting said = CallGreeting.of(greetings, "alice", DiversionReason.BUSY);
        assertThat(said.around(SOUND, TestVoice.ENGLISH).samples()).isEqualTo(SOUND.length);
        assertThat(said.length()).isEqualTo(Duration.ofSeconds(1));
        assertThat(said.phrases())
                .containsExactly(new Phrase.OwnGreeting(), new Phrase.Named(PromptName.LEAVE_MESSAGE));
    }
}
