package org.ssms.call;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ssms.call.CallEvent.Refused;
import org.ssms.call.CallEvent.Simple;
import org.ssms.call.menu.Phrase;
import org.ssms.mailbox.MessageView;

/**
 * Who has left a message is called back, by the phone of who has heard it; or answered by a message, if he likes that
 * better.
 */
final class CallBack implements Errand {
    /** For so long the phone may try; as long as most ring. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final MessageView message;
    private final @Nullable Reply reply;

    /** @param reply in its stead; null: it would reach nobody */
    CallBack(MessageView message, @Nullable Reply reply) {
        this.message = message;
        this.reply = reply;
    }

    @Override
    public Step begin() {
        List<Phrase> question = new ArrayList<>();
        if (reply != null) {
            question.addAll(Phrase.clips("to-reply", "press-1"));
        }
        question.addAll(Phrase.clips("to-call-back", "press-2", "to-go-back", "press-star"));
        return new Step.Confirm(question);
    }

    @Override
    public Step entered(String digits) {
        throw new IllegalStateException("no digits were asked for");
    }

    @Override
    public @Nullable Step pressed(char key) {
        return switch (key) {
            case '1' -> reply == null ? null : new Step.Instead(reply);
            case '2' -> new Step.Work(new ListenAction.CallBack(message, Phrase.clips("connecting")));
            case '*' -> new Step.Over(List.of());
            default -> null;
        };
    }

    @Override
    public Step worked(CallEvent event) {
        if (event instanceof Refused) {
            return Step.failed("too-many-attempts", "try-later");
        }
        return event == Simple.CONNECTED ? new Step.End() : notReached(); // also when nobody may be called any more
    }

    private static Step notReached() {
        return Step.failed("no-call-back", "try-later");
    }

    @Override
    public Duration patience() {
        return PATIENCE;
    }

    @Override
    public Step overdue() {
        return notReached();
    }
}
