package org.ssms.ops;

/** Whether this node can do its work: {@code org.ssms:type=Node}. Part of the readiness on the management port. */
public interface NodeMXBean {
    /** Ready when a call would be answered and its message kept; not while draining. */
    boolean isReady();

    boolean isStorageWritable();

    /** Below {@code ssms.storage.min-free} no call is taken. */
    long getStorageFreeMegabytes();

    boolean isDatabaseUp();
}
