package org.ssms.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ssms.call.CallAction.BEEP_AND_RECORD;
import static org.ssms.call.CallAction.DEPOSIT_KEY;
import static org.ssms.call.CallAction.HANG_UP;
import static org.ssms.call.CallAction.KEEP_RECORDING;
import static org.ssms.call.CallAction.LEAVE_NOTHING;
import static org.ssms.call.CallAction.OPEN_RECORDING;
import static org.ssms.call.CallAction.PLAY_GOODBYE;
import static org.ssms.call.CallAction.PLAY_GREETING;
import static org.ssms.call.CallAction.PLAY_STORED;
import static org.ssms.call.CallAction.PLAY_UNAVAILABLE;
import static org.ssms.call.CallAction.RELEASE;
import static org.ssms.call.CallAction.STOP_PROMPT;
import static org.ssms.call.CallEvent.ABORTED;
import static org.ssms.call.CallEvent.ACKNOWLEDGED;
import static org.ssms.call.CallEvent.FIRST_MEDIA;
import static org.ssms.call.CallEvent.HUNG_UP;
import static org.ssms.call.CallEvent.INVITED;
import static org.ssms.call.CallEvent.KEY_DEPOSITED;
import static org.ssms.call.CallEvent.KEY_REFUSED;
import static org.ssms.call.CallEvent.NOTHING_RECORDED;
import static org.ssms.call.CallEvent.POSTPONED;
import static org.ssms.call.CallEvent.POUND;
import static org.ssms.call.CallEvent.PROMPT_ENDED;
import static org.ssms.call.CallEvent.RECORDING_ENDED;
import static org.ssms.call.CallEvent.RECORDING_FAILED;
import static org.ssms.call.CallEvent.RECORDING_OPENED;
import static org.ssms.call.CallEvent.RECORDING_REFUSED;
import static org.ssms.call.CallEvent.STORED;
import static org.ssms.call.CallEvent.TIMEOUT;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CallScriptTest {
    private static final CallEvent[] TO_BEEP = {
        INVITED, ACKNOWLEDGED, FIRST_MEDIA, KEY_DEPOSITED, PROMPT_ENDED, RECORDING_OPENED
    };

    private final CallScript script = new CallScript();

    private List<CallAction> after(CallEvent... events) {
        List<CallAction> last = List.of();
        for (CallEvent event : events) {
            last = script.on(event);
        }
        return last;
    }

    private void untilRecording() {
        after(TO_BEEP);
        assertThat(script.on(PROMPT_ENDED)).isEmpty(); // the media loop records already
        assertThat(script.state()).isEqualTo(CallScript.State.RECORDING);
    }

    @Test
    void a_call_ended_by_pound_is_confirmed_and_then_hung_up_by_us() {
        untilRecording();
        assertThat(script.on(POUND)).containsExactly(KEEP_RECORDING);
        assertThat(script.on(STORED)).containsExactly(PLAY_STORED);
        assertThat(script.on(PROMPT_ENDED)).containsExactly(PLAY_GOODBYE);
        assertThat(script.on(PROMPT_ENDED)).containsExactly(HANG_UP, RELEASE);
    }

    @Test
    void silence_or_the_longest_time_keep_the_recording() {
        untilRecording();
        assertThat(script.on(RECORDING_ENDED)).containsExactly(KEEP_RECORDING);
    }

    @Test
    void the_greeting_waits_for_the_acknowledgement_and_for_media() {
        assertThat(after(INVITED, FIRST_MEDIA)).isEmpty();
        assertThat(script.on(ACKNOWLEDGED)).containsExactly(DEPOSIT_KEY, PLAY_GREETING);
    }

    @Test
    void without_media_the_call_ends_and_the_license_server_hears_nothing_of_it() {
        assertThat(after(INVITED, ACKNOWLEDGED)).isEmpty();
        assertThat(script.on(TIMEOUT)).containsExactly(PLAY_GREETING);
        assertThat(script.on(PROMPT_ENDED)).isEmpty();
        assertThat(script.on(TIMEOUT)).containsExactly(HANG_UP, RELEASE);
    }

    @Test
    void a_muted_caller_hears_the_greeting_and_is_recorded_when_he_is_heard() {
        after(INVITED, ACKNOWLEDGED, TIMEOUT);
        assertThat(script.on(FIRST_MEDIA)).containsExactly(DEPOSIT_KEY);
        assertThat(script.on(KEY_DEPOSITED)).isEmpty();
        assertThat(script.on(PROMPT_ENDED)).containsExactly(OPEN_RECORDING);
    }

    @Test
    void who_is_heard_after_the_greeting_only_is_recorded_when_the_key_is_there() {
        after(INVITED, ACKNOWLEDGED, TIMEOUT, PROMPT_ENDED);
        assertThat(script.on(FIRST_MEDIA)).containsExactly(DEPOSIT_KEY);
        assertThat(script.on(KEY_DEPOSITED)).containsExactly(OPEN_RECORDING);
    }

    @Test
    void without_acknowledgement_the_call_ends_and_the_license_server_hears_nothing_of_it() {
        assertThat(after(INVITED)).isEmpty();
        assertThat(script.on(TIMEOUT)).containsExactly(HANG_UP, RELEASE);
    }

    @Test
    void the_key_is_brought_once_however_the_media_come() {
        assertThat(after(INVITED, ACKNOWLEDGED, FIRST_MEDIA)).containsExactly(DEPOSIT_KEY, PLAY_GREETING);
        assertThat(after(FIRST_MEDIA, ACKNOWLEDGED)).isEmpty();
    }

    @Test
    void pound_in_the_greeting_skips_to_the_beep() {
        after(INVITED, ACKNOWLEDGED, FIRST_MEDIA, KEY_DEPOSITED);
        assertThat(script.on(POUND)).containsExactly(STOP_PROMPT, OPEN_RECORDING);
        assertThat(script.on(RECORDING_OPENED)).containsExactly(BEEP_AND_RECORD);
    }

    @Test
    void no_file_is_opened_before_the_key_is_deposited() {
        assertThat(after(INVITED, ACKNOWLEDGED, FIRST_MEDIA, PROMPT_ENDED)).isEmpty();
        assertThat(script.on(KEY_DEPOSITED)).containsExactly(OPEN_RECORDING);
    }

    @Test
    void a_refused_key_is_told_at_the_end_of_the_greeting() {
        assertThat(after(INVITED, ACKNOWLEDGED, FIRST_MEDIA, KEY_REFUSED)).isEmpty();
        assertThat(script.on(PROMPT_ENDED)).containsExactly(LEAVE_NOTHING, PLAY_UNAVAILABLE);
        assertThat(script.on(PROMPT_ENDED)).containsExactly(HANG_UP, RELEASE);
    }

    @Test
    void a_key_that_does_not_come_in_time_is_told() {
        after(INVITED, ACKNOWLEDGED, FIRST_MEDIA, PROMPT_ENDED);
        assertThat(script.on(TIMEOUT)).containsExactly(LEAVE_NOTHING, PLAY_UNAVAILABLE);
        assertThat(script.on(KEY_DEPOSITED)).isEmpty();
    }

    @Test
    void storage_that_does_not_open_is_told() {
        after(INVITED, ACKNOWLEDGED, FIRST_MEDIA, KEY_DEPOSITED, PROMPT_ENDED);
        assertThat(script.on(RECORDING_REFUSED)).containsExactly(LEAVE_NOTHING, PLAY_UNAVAILABLE);
    }

    @Test
    void a_full_disk_keeps_what_there_is_and_is_told() {
        untilRecording();
        assertThat(script.on(RECORDING_FAILED)).containsExactly(KEEP_RECORDING, PLAY_UNAVAILABLE);
        assertThat(script.on(STORED)).isEmpty();
    }

    @Test
    void stored_is_not_said_when_the_message_is_postponed() {
        untilRecording();
        assertThat(after(POUND, POSTPONED)).containsExactly(PLAY_GOODBYE);
    }

    @Test
    void stored_is_not_said_when_nothing_was_recorded() {
        untilRecording();
        assertThat(after(POUND, NOTHING_RECORDED)).containsExactly(PLAY_GOODBYE);
    }

    @Test
    void hang_up_before_the_media_leaves_nothing_to_undo() {
        for (int events = 1; events <= 2; events++) {
            CallScript fresh = new CallScript();
            Arrays.stream(TO_BEEP).limit(events).forEach(fresh::on);
            assertThat(fresh.on(HUNG_UP)).as("after %d events", events).containsExactly(RELEASE);
        }
    }

    @Test
    void hang_up_before_the_beep_leaves_nothing_wherever_it_comes() {
        for (int events = 3; events < TO_BEEP.length; events++) {
            CallScript fresh = new CallScript();
            Arrays.stream(TO_BEEP).limit(events).forEach(fresh::on);
            assertThat(fresh.on(HUNG_UP)).as("after %d events", events).containsExactly(LEAVE_NOTHING, RELEASE);
        }
    }

    /** The beep may be over on the media loop although nobody has said so yet: what it recorded must not be lost. */
    @Test
    void hang_up_or_timeout_in_the_beep_keeps_what_the_media_loop_may_have_recorded() {
        after(TO_BEEP);
        assertThat(script.on(HUNG_UP)).containsExactly(KEEP_RECORDING, RELEASE);
        CallScript other = new CallScript();
        Arrays.stream(TO_BEEP).forEach(other::on);
        assertThat(other.on(TIMEOUT)).containsExactly(KEEP_RECORDING, HANG_UP, RELEASE);
    }

    @Test
    void hang_up_while_recording_keeps_the_message() {
        untilRecording();
        assertThat(script.on(HUNG_UP)).containsExactly(KEEP_RECORDING, RELEASE);
        assertThat(script.on(STORED)).isEmpty();
    }

    @Test
    void an_aborted_recording_is_kept_and_hung_up_by_us() {
        untilRecording();
        assertThat(script.on(ABORTED)).containsExactly(KEEP_RECORDING, HANG_UP, RELEASE);
    }

    /** F4-43, and the promises in the class comment, whatever comes in whatever order. */
    @Test
    void any_order_of_events_keeps_or_leaves_exactly_once_and_releases_once() {
        Random random = new Random(20_261_123); // fixed seed: a failure repeats
        CallEvent[] all = CallEvent.values();
        for (int run = 0; run < 20_000; run++) {
            CallScript any = new CallScript();
            List<CallAction> done = new ArrayList<>(any.on(INVITED));
            for (int i = 0; i < 40; i++) {
                done.addAll(any.on(all[random.nextInt(all.length)]));
            }
            done.addAll(any.on(HUNG_UP));
            assertThat(Collections.frequency(done, KEEP_RECORDING) + Collections.frequency(done, LEAVE_NOTHING))
                    .isEqualTo(Collections.frequency(done, DEPOSIT_KEY))
                    .isLessThanOrEqualTo(1);
            assertThat(done).containsOnlyOnce(RELEASE);
            assertThat(Collections.frequency(done, HANG_UP)).isLessThanOrEqualTo(1);
            if (done.contains(KEEP_RECORDING)) {
                assertThat(done).containsSubsequence(DEPOSIT_KEY, OPEN_RECORDING, BEEP_AND_RECORD, KEEP_RECORDING);
            }
        }
    }
}
