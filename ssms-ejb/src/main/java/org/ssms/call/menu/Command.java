package org.ssms.call.menu;

import org.ssms.protect.license.UsageRights;

/** What a key of a menu does. */
public sealed interface Command {
    /** Goes on in another menu. */
    record Open(String menu) implements Command {}

    /** Restricts the message by these, beside what was chosen before. */
    record Restrict(UsageRights rights) implements Command {}

    /** Asks for a number, and restricts the message by it. */
    record Ask(Question question) implements Command {}

    /** Goes on in another language; its key is said in that. */
    record Speak(String language) implements Command {}

    /** What needs no more words. */
    enum Simple implements Command {
        /** Ends the greeting. */
        SKIP,
        /** Ends the call with the message as it is. */
        SEND,
        /** Records on. */
        ADD,
        /** Plays what was recorded so far, or the message of who listens once more. */
        LISTEN,
        /** Forgets what was spoken, not what was chosen, and records anew. */
        AGAIN,
        /** Forgets the message and what was chosen. */
        CANCEL,
        /** Tells the code by which a caller without an account takes his message back. */
        CONTROL_CODE,
        /** Asks for the control code of a message that the caller has left before. */
        CONTROL,
        /** Asks for how long that message is still valid. */
        SHORTEN,
        /** Takes that message back. */
        RECALL,
        /** Lets only the called party hear it. */
        ONLY_CALLED,
        /** Makes what was chosen since the menu was opened hold. */
        CONFIRM,
        /**
         * Goes back to the menu before, or to what was going on before there was one. What is not confirmed is
         * forgotten.
         */
        BACK,
        /** Says the menu once more. */
        REPEAT,
        /** Plays the next message; from the mailbox, the first new one. */
        NEXT,
        /** Plays the first of the messages that were heard before. */
        SAVED,
        /** Plays the first of the messages that were deleted. */
        DELETED,
        /** Plays the first of the messages that others have forwarded. */
        OTHERS,
        /** Goes back ten seconds. */
        SKIP_BACK,
        /** Goes on ten seconds. */
        SKIP_ON,
        /** Goes on faster, slower, or as it was spoken, one after the other; further messages, too. */
        SPEED,
        /** Stops the message, or goes on where it was stopped. */
        PAUSE,
        /** Tells who has left the message, when, how long it is, and what may be done with it. */
        ENVELOPE,
        /** Asks for the number of somebody who is to hear the message, too. */
        FORWARD,
        /** Records an answer into the mailbox of who has left the message. */
        REPLY,
        /** Deletes the message; restores one that was deleted. */
        DELETE,
        /** Keeps the message; restores one that was deleted. */
        SAVE,
        /** Asks for another PIN. */
        CHANGE_PIN,
        /** Records the usual greeting of the owner, */
        GREETING,
        /** the one for when he is on another call, */
        GREETING_BUSY,
        /** does not answer, */
        GREETING_NOT_ANSWERED,
        /** is out of the office, */
        GREETING_OUT_OF_OFFICE,
        /** the one that is heard instead of all others for some days, */
        GREETING_TEMPORARY,
        /** his name. */
        GREETING_NAME
    }
}
