package org.ssms.database;

/**
 * WildFly loads {@link NamedDatabase} with the class loader of a driver class: this one. Nothing is connected by it.
 */
public final class NamedDriver extends org.h2.Driver {}
