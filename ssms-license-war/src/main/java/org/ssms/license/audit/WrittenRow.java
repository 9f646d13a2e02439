package org.ssms.license.audit;

/** A row of the audit was written, by its id. A CDI event, of which observers hear after the commit. */
public record WrittenRow(long id) {}
