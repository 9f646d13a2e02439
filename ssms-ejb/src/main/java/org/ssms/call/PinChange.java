package org.ssms.call;

import org.ssms.call.CallEvent.Refused;
import org.ssms.call.CallEvent.Simple;
import org.ssms.call.menu.Phrase;
import org.ssms.client.LicenseServerClient;

/**
 * A subscriber sets another PIN. He says the one that he has once more, as the phone may be in other hands meanwhile
 * (T12). Prints no PIN.
 */
final class PinChange implements Errand {
    private static final int SHORTEST = 6;
    private static final int MOST_WRONG = 2;

    private String pin = "";
    private String wanted = "";
    private int wrong;

    @Override
    public Step begin() {
        pin = "";
        wanted = "";
        return Step.ask("ask-pin");
    }

    /** Another one is asked for. */
    private Step again(String why) {
        wanted = "";
        return new Step.Otherwise(Step.ask(why, "ask-new-pin"));
    }

    @Override
    public Step entered(String digits) {
        if (pin.isEmpty()) {
            pin = digits;
            return Step.ask("ask-new-pin");
        }
        if (wanted.isEmpty()) {
            wanted = digits;
            return Step.ask("ask-pin-again");
        }
        return wanted.equals(digits) ? new Step.Work(new ListenAction.ChangePin(pin, wanted)) : again("pins-differ");
    }

    @Override
    public Step pressed(char key) {
        throw new IllegalStateException("nothing is to be confirmed");
    }

    @Override
    public Step worked(CallEvent event) {
        if (event instanceof Refused refused) {
            return refused(refused.type());
        }
        return event == Simple.DONE ? new Step.Over(Phrase.clips("pin-changed")) : Step.failed("error", "try-later");
    }

    private Step refused(String type) {
        if (type.equals(LicenseServerClient.WRONG_PIN)) {
            if (++wrong == MOST_WRONG) {
                return Step.failed("pin-wrong");
            }
            begin();
            return new Step.Otherwise(Step.ask("pin-wrong", "ask-pin"));
        }
        if (type.equals(LicenseServerClient.TOO_MANY_ATTEMPTS)) {
            return Step.failed("pin-locked", "try-later");
        }
        if (type.equals(LicenseServerClient.WEAK_PIN + "length")) {
            return again(wanted.length() < SHORTEST ? "pin-too-short" : "number-wrong");
        }
        return type.startsWith(LicenseServerClient.WEAK_PIN)
                ? again("pin-too-simple")
                : Step.failed("error", "try-later");
    }
}
