package org.ssms.sip;

import java.util.Set;
import org.ssms.base.config.ConfigValues;

/**
 * What an operator may set about the SIP side.
 *
 * @param mailboxPrefix put before a domain of ours, it makes the host of its mailboxes
 * @param pilotUsers user parts (lower case) that are the mailbox service and nobody's own
 * @param challengeLocalCallers whether a caller who claims one of our domains must authenticate
 * @param rehearsals calls that the node makes to itself before it takes others
 * @param showContacts to whom a redirection says where the phones are; everybody else's calls are proxied there
 */
record SipConfig(
        String mailboxPrefix,
        Set<String> pilotUsers,
        boolean challengeLocalCallers,
        int rehearsals,
        ShowContacts showContacts) {
    static SipConfig from(ConfigValues in) {
        return new SipConfig(
                in.text("ssms.sip.vm-host-prefix"),
                in.lowerCaseSet("ssms.sip.pilot-users"),
                in.flag("ssms.sip.challenge-local-callers"),
                in.number("ssms.sip.rehearsals", 0, 10_000),
                in.choice("ssms.redirect.show-contacts", ShowContacts.class));
    }

    /** Who may know where a subscriber's phones are. */
    enum ShowContacts {
        /** Trunks, and subscribers who authenticated. */
        TRUSTED,
        ALL
    }
}
