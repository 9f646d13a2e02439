package org.ssms.greeting;

/**
 * A CDI event, when it is done: an owner's greeting is another one, or gone.
 *
 * @param removed otherwise it was set
 */
public record GreetingChange(String mailbox, GreetingKind kind, boolean removed) {}
