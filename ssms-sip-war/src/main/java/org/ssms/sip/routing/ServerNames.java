package org.ssms.sip.routing;

import java.util.Set;

/**
 * The names by which this server is called.
 *
 * @param domain of the subscribers who are called by a number or an address of ours
 * @param mailboxPrefix put before a domain of ours, it makes the host of its mailboxes
 * @param mailboxHost host or host:port of the mailbox URIs that we hand out
 * @param pilotUsers user parts (lower case) that are the mailbox service
 */
public record ServerNames(String domain, String mailboxPrefix, String mailboxHost, Set<String> pilotUsers) {}
