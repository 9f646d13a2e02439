package org.ssms.web.mail;

import java.util.List;

/**
 * The mails of somebody at a moment.
 *
 * @param uidValidity since when their numbers hold
 * @param uidNext no mail has this number yet, or a greater one
 * @param mails by their numbers
 */
public record Folder(long uidValidity, long uidNext, List<Mail> mails) {}
