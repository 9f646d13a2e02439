package org.ssms.client;

import org.ssms.protect.license.UsageRights;

/**
 * What the license server says will come of a caller's choice.
 *
 * @param rights what the owner gets, or at most a member of a list: to be registered with the message
 * @param least what the owner, or each member for certain, gets: to be told
 */
public record ForeseenRights(UsageRights rights, UsageRights least) {}
