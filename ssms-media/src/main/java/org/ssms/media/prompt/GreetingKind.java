package org.ssms.media.prompt;

/** Which greeting fits the reason why the call came to the mailbox. */
public enum GreetingKind {
    DEFAULT("greeting"),
    BUSY("greeting-busy"),
    OUT_OF_OFFICE("greeting-out-of-office"),
    NOT_ANSWERED("greeting-not-answered");

    private final String promptName;

    GreetingKind(String promptName) {
        this.promptName = promptName;
    }

    /** Of the prompt, and of its file. */
    String promptName() {
        return promptName;
    }
}
