package org.ssms.sip.container.context;

/**
 * An object that was created and injected for the application.
 *
 * @param release runs {@code @PreDestroy} and gives back what was injected; call it once
 */
public record Instance<T>(T object, Runnable release) {}
