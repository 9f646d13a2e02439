package org.ssms.call;

/**
 * A call that was let in.
 *
 * @param leg its SIP side
 */
record Arrival(Invitation invitation, Admission.Place place, CallLeg leg) {
    /** Canonical name. */
    String mailbox() {
        return place.mailbox();
    }
}
