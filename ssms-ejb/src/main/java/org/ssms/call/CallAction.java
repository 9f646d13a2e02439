package org.ssms.call;

/** What {@link CallScript} orders; {@link VoicemailCall} does it. */
enum CallAction {
    /** Bring the message key to the license server. */
    DEPOSIT_KEY,
    PLAY_GREETING,
    PLAY_BEEP,
    PLAY_STORED,
    PLAY_UNAVAILABLE,
    PLAY_GOODBYE,
    STOP_PROMPT,
    /** Open the protected files. */
    OPEN_RECORDING,
    /** Let frames into the open files. */
    RECORD,
    /** End the recording with its last fragment on disk, then bring it into the mailbox. */
    KEEP_RECORDING,
    /** Withdraw the key and remove whatever was prepared. */
    LEAVE_NOTHING,
    HANG_UP,
    /** Free port and timers; the last action of a call. */
    RELEASE
}
