package org.ssms.call;

/** What {@link CallScript} orders; {@link VoicemailCall} does it. */
enum CallAction {
    /** Bring the message key to the license server. */
    DEPOSIT_KEY,
    PLAY_GREETING,
    /** Play the beep and let frames into the open files from its end on. */
    BEEP_AND_RECORD,
    PLAY_STORED,
    PLAY_UNAVAILABLE,
    PLAY_GOODBYE,
    STOP_PROMPT,
    /** Open the protected files. */
    OPEN_RECORDING,
    /** End the recording with its last fragment on disk, then bring it into the mailbox; one without a frame leaves nothing. */
    KEEP_RECORDING,
    /** Withdraw the key and remove whatever was prepared. */
    LEAVE_NOTHING,
    HANG_UP,
    /** Free port and timers; the last action of a call. */
    RELEASE
}
