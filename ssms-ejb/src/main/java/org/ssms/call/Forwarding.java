package org.ssms.call;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ssms.call.CallEvent.ReceiverFound;
import org.ssms.call.CallEvent.Refused;
import org.ssms.call.CallEvent.RightsTold;
import org.ssms.call.CallEvent.Simple;
import org.ssms.call.menu.Phrase;
import org.ssms.client.LicenseServerClient;
import org.ssms.mailbox.MessageView;
import org.ssms.protect.license.Right;
import org.ssms.protect.license.UsageRights;

/** A message is forwarded to who has a number: asked for, read back, confirmed. The license server decides. */
final class Forwarding implements Errand {
    /** Whoever tries numbers out is not helped. */
    private static final int MOST_UNKNOWN = 3;

    private final MessageView message;
    private String number = "";
    private @Nullable String receiver;
    private final Tries tries;

    /** How many numbers that nobody has were said in a call. */
    static final class Tries {
        private int unknown;
    }

    /** @param tries of the call, whatever it forwards */
    Forwarding(MessageView message, Tries tries) {
        this.message = message;
        this.tries = tries;
    }

    /** Nobody enters a number for what may not be forwarded. */
    @Override
    public Step begin() {
        return tries.unknown < MOST_UNKNOWN
                ? new Step.Work(new ListenAction.Ask(message))
                : Step.failed("too-many-attempts");
    }

    @Override
    public Step entered(String digits) {
        number = digits;
        return new Step.Work(new ListenAction.FindReceiver(digits));
    }

    @Override
    public @Nullable Step pressed(char key) {
        return switch (key) {
            case '1' -> new Step.Work(new ListenAction.Forward(message, requireNonNull(receiver)));
            case '*' -> begin();
            default -> null;
        };
    }

    @Override
    public Step worked(CallEvent event) {
        if (event instanceof RightsTold told) {
            return told(told.rights());
        }
        if (event instanceof ReceiverFound found) {
            return found(found.name());
        }
        if (event instanceof Refused refused) {
            return Step.failed(reason(refused.type()));
        }
        return event == Simple.DONE ? new Step.Over(Phrase.clips("forwarded")) : Step.failed("error", "try-later");
    }

    private static Step told(@Nullable UsageRights rights) {
        if (rights == null) {
            return Step.failed("error", "try-later");
        }
        Integer further = rights.get(Right.FORWARD);
        return further != null && further == 0 ? Step.failed("right-no-forward") : Step.ask("ask-receiver");
    }

    private Step found(@Nullable String name) {
        receiver = name;
        if (name == null) {
            return ++tries.unknown < MOST_UNKNOWN
                    ? new Step.Otherwise(Step.ask("receiver-unknown", "ask-receiver"))
                    : Step.failed("receiver-unknown", "too-many-attempts");
        }
        List<Phrase> question = new ArrayList<>(Phrase.clips("it-goes-to"));
        question.add(new Phrase.Digits(number));
        question.addAll(Phrase.clips("to-confirm", "press-1", "to-go-back", "press-star"));
        return new Step.Confirm(question);
    }

    /** More than he may give is only the receiver here: himself, who had it before him, or who must not hear it. */
    private static String[] reason(String type) {
        return switch (type) {
            case "urn:ssms:rights-exceeded" -> new String[] {"number-wrong"};
            case "urn:ssms:malformed" -> new String[] {"receiver-unknown"};
            case "urn:ssms:expired" -> new String[] {"right-no-forward", "because-expired"};
            case "urn:ssms:plays-exhausted" -> new String[] {"right-no-forward", "because-plays"};
            case "urn:ssms:revoked" -> new String[] {"right-no-forward", "because-recalled"};
            case "urn:ssms:no-license", "urn:ssms:too-many-grants" -> new String[] {"right-no-forward"};
            case LicenseServerClient.TOO_MANY_ATTEMPTS -> new String[] {"too-many-attempts", "try-later"};
            default -> new String[] {"error", "try-later"};
        };
    }
}
