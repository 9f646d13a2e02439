package org.ssms.location;

/**
 * Whom an INVITE is for.
 *
 * @param user user part of the Request-URI, unescaped: a name, an alias or a number in any form; for a tel URI all that
 *     follows the scheme
 * @param domain host of the Request-URI, without port
 */
public record CalledParty(String user, String domain) {}
