package org.ssms.call;

/** Whether the {@link Door} is open. */
public enum DoorState {
    /** The way to the license server is being warmed up. */
    STARTING,
    ACCEPTING,
    /** Not at the moment: {@link Refusal} says why. */
    OVERLOADED,
    /** No messages are recorded until there is room again ({@code ssms.storage.min-free}); all else goes on. */
    STORAGE_FULL,
    /** An operator has said so; there are calls, or messages on their way into the mailbox. */
    DRAINING,
    /** Draining is over: the node may be stopped and nobody notices. */
    DRAINED
}
