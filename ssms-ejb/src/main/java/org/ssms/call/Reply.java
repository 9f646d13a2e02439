package org.ssms.call;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ssms.call.CallEvent.ReceiverFound;
import org.ssms.call.CallEvent.Refused;
import org.ssms.call.CallEvent.RightsTold;
import org.ssms.call.CallEvent.Simple;
import org.ssms.call.menu.Phrase;
import org.ssms.mailbox.MessageView;
import org.ssms.media.prompt.PromptName;
import org.ssms.protect.license.Right;
import org.ssms.protect.license.UsageRights;

/**
 * A message is answered by another one, into the mailbox of its sender: spoken behind the beep, which sounds when key
 * and files are there, and kept by # or silence. * throws it away.
 */
final class Reply implements Errand {
    private final MessageView message;
    private final Duration longest;
    private @Nullable String receiver;
    private boolean isOpen;
    private boolean isKept;
    private boolean isCutOff;

    /** @param longest message that is recorded */
    Reply(MessageView message, Duration longest) {
        this.message = message;
        this.longest = longest;
    }

    /** Whether something of it may be there of which nobody has said what is to become of it. */
    boolean isOpen() {
        return isOpen;
    }

    @Override
    public Step begin() {
        return new Step.Work(new ListenAction.FindSender(message));
    }

    @Override
    public Step entered(String digits) {
        throw new IllegalStateException("no digits were asked for");
    }

    @Override
    public @Nullable Step pressed(char key) {
        return null;
    }

    @Override
    public Step worked(CallEvent event) {
        if (event instanceof ReceiverFound found) {
            return found(found.name());
        }
        if (event instanceof RightsTold told) {
            return told(told.rights());
        }
        if (event instanceof Refused refused) {
            return Step.failed(reason(refused.type()));
        }
        return event instanceof Simple simple ? worked(simple) : failed();
    }

    private Step found(@Nullable String name) {
        receiver = name;
        return name == null ? Step.failed("no-reply") : new Step.Work(new ListenAction.Ask(message));
    }

    private Step told(@Nullable UsageRights rights) {
        if (rights == null) {
            return failed();
        }
        if (Boolean.FALSE.equals(rights.get(Right.REPLY))) {
            return Step.failed("right-no-reply");
        }
        isOpen = true;
        return new Step.Work(new ListenAction.OpenReply(requireNonNull(receiver)));
    }

    private static String[] reason(String obstacle) {
        return switch (Replies.Obstacle.valueOf(obstacle)) {
            case CLOSED -> new String[] {"mailbox-full"};
            case TOO_MANY -> new String[] {"too-many-attempts", "try-later"};
            case NO_ROOM -> new String[] {"unavailable", "try-later"};
        };
    }

    private Step worked(Simple event) {
        return switch (event) {
            case RECORDING_OPENED -> new Step.Speak(new ListenAction.RecordReply(Phrase.of(PromptName.BEEP)), longest);
            case KEY_REFUSED, RECORDING_REFUSED -> Step.failed("unavailable", "try-later");
            case STORED -> kept("stored");
            case POSTPONED -> kept("saved"); // nobody says "stored" of what is not in the mailbox
            case NOTHING_RECORDED ->
                isCutOff ? Step.failed("unavailable", "try-later") : Step.failed("nothing-recorded");
            case CANCELLED -> over("cancelled");
            default -> failed();
        };
    }

    @Override
    public Step spoken(Ended how) {
        isOpen = false;
        isKept = how != Ended.GIVEN_UP;
        isCutOff = how == Ended.CUT_OFF;
        return new Step.Work(isKept ? ListenAction.Simple.KEEP_REPLY : ListenAction.Simple.CANCEL_REPLY);
    }

    /** Who could not say all hears both: that it has not ended well, and that what he has said is there. */
    private Step kept(String clip) {
        return isCutOff ? Step.failed("error", clip) : over(clip);
    }

    private static Step over(String clip) {
        return new Step.Over(Phrase.clips(clip));
    }

    private static Step failed() {
        return Step.failed("error", "try-later");
    }

    /** What is safe on the disk comes into the mailbox, also when that takes long: he is not to say it twice. */
    @Override
    public List<Phrase> late() {
        return isKept ? List.of() : Errand.super.late();
    }
}
