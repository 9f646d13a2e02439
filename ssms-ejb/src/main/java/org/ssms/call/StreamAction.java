package org.ssms.call;

import java.time.Duration;

/** What {@link StreamScript} orders; {@link StreamingCall} does it. */
sealed interface StreamAction {
    /**
     * Send what is stored from there on, instead of what may be sent; {@link CallEvent.Simple#STREAM_ENDED} at its end.
     */
    record Send(Duration from) implements StreamAction {}

    /** What needs no more words. */
    enum Simple implements StreamAction {
        STOP,
        HANG_UP,
        /** Free port and timers; the last action of a call. */
        RELEASE
    }
}
