package org.ssms.it.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.List;
import org.ssms.it.Await;
import org.ssms.player.caller.CallPlan;
import org.ssms.player.caller.OutgoingCall;

/** A subscriber who has called, has said his PIN, and hears his new messages, the oldest first. */
public final class Listener {
    /** A message was heard to the sample, from its beginning to its end. */
    public static final String MESSAGE = "the message";

    /** Only some of it was, from its beginning on, and then what else was heard. */
    public static final String PIECE = "a piece of the message, ";

    public static final String PIN = "294471";

    /** Follows what there is to hear of every message. */
    private static final String MENU = " to-next press-1";

    /** What may be said of a message instead, the longer first. */
    private static final List<String> REFUSALS = List.of(
            "not-by-phone on-the-web",
            "not-by-phone because-protection",
            "not-heard because-not-yet",
            "not-heard because-expired",
            "not-heard because-plays",
            "not-heard because-recalled",
            "not-heard because-locked",
            "not-heard",
            "because-expired");

    /** In samples, 100 ms: whoever hears so much of a message has heard of it. */
    private static final int LEAST = 800;

    private final SsmsServer server;
    private final Subscriber owner;
    private final OutgoingCall call;

    private Listener(SsmsServer server, Subscriber owner, OutgoingCall call) {
        this.server = server;
        this.owner = owner;
        this.call = call;
    }

    /**
     * Sets a PIN, calls and logs in. The messages must be there already.
     *
     * @param number that nobody has yet, for the owner's mailbox
     */
    public static Listener of(SsmsServer server, Calls calls, Subscriber owner, String number) throws Exception {
        prepare(server, owner, number);
        Listener listener = new Listener(server, owner, loggedIn(calls, number));
        Heard.await(listener.call, "to-new-messages", "press-1");
        return listener;
    }

    /** Sets the {@link #PIN}, and gives the mailbox a number that nobody has yet. */
    public static void prepare(SsmsServer server, Subscriber owner, String number) throws Exception {
        String body = "{\"pin\":\"" + PIN + "\",\"password\":\"" + SsmsServer.PASSWORD + "\"}";
        // passwords are looked at one or two at once, and others log in, too
        Await.untilTrue(
                "a PIN",
                Calls.LIMIT,
                () -> owner.json("PUT", "/license/v1/pin", owner.session(), body)
                                .statusCode()
                        == 204);
        Jmx.of(server).addAddress(owner.name(), number);
    }

    /** Calls, and says the number and the {@link #PIN}. */
    public static OutgoingCall loggedIn(Calls calls, String number) {
        OutgoingCall call = calls.call(CallPlan.to("sip:voicemail@localhost", "listener"));
        Heard.await(call, "ask-mailbox", "then-hash");
        press(call, number + "#");
        Heard.await(call, "ask-pin", "then-hash");
        press(call, PIN + "#");
        return call;
    }

    /**
     * Presses the key that opens a message, skips what is said of it before, and waits for the menu behind it.
     *
     * @param key 1 for the next message, 2 for the same again
     * @param speech that was left
     * @return {@link #MESSAGE}, or the names of the prompts that were said instead
     */
    public String hear(char key, byte[] speech) {
        int from = call.heard().length;
        press(call, String.valueOf(key));
        Heard.await(
                "what is said of the message",
                call,
                () -> isSince(from, "message-new") || isSince(from, "message-saved") || isSince(from, MENU));
        if (!isSince(from, MENU)) {
            press(call, "3"); // back to the beginning of the message
        }
        Heard.await("the menu behind a message", call, () -> isSince(from, MENU));
        return told(since(from), text(speech));
    }

    private static String told(String heard, String speech) {
        int at = heard.indexOf(speech);
        if (at >= 0 && heard.indexOf(said("end-of-message" + MENU), at + speech.length()) >= 0) {
            return MESSAGE;
        }
        String other = REFUSALS.stream()
                .filter(refusal -> heard.contains(said(refusal + MENU)))
                .findFirst()
                .orElseGet(() -> Heard.words(heard.getBytes(ISO_8859_1)));
        return heard.contains(speech.substring(0, LEAST)) ? PIECE + other : other;
    }

    /** Hangs up, and waits until the session is given back: then every play is over. */
    public void hangUp() {
        Calls.get(call.hangUp());
        Await.untilTrue(
                "the session of " + owner.name() + " is given back",
                Calls.LIMIT,
                () -> Databases.copyOf(server)
                        .query("license", "select event from license_audit where actor = ? order by id", owner.name())
                        .contains("LOGOUT"));
    }

    private boolean isSince(int from, String prompts) {
        return since(from).contains(said(prompts));
    }

    private String since(int from) {
        byte[] heard = call.heard();
        return text(Arrays.copyOfRange(heard, from, heard.length));
    }

    /** Those prompts, as they are heard. */
    private static String said(String prompts) {
        return text(Heard.octets(prompts.strip().split(" ", -1)));
    }

    /** One character for each octet. */
    private static String text(byte[] octets) {
        return new String(octets, ISO_8859_1);
    }

    /** One after the other, each as soon as the one before is over. */
    public static void press(OutgoingCall call, String keys) {
        var pressed = call.pause(Calls.BREATH);
        for (int i = 0; i < keys.length(); i++) {
            char key = keys.charAt(i);
            pressed = pressed.thenCompose(before -> call.press(key));
        }
        Calls.get(pressed);
    }
}
