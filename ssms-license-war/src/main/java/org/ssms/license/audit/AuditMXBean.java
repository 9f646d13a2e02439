package org.ssms.license.audit;

/** The audit of the license server: {@code org.ssms:type=Audit}. */
public interface AuditMXBean {
    /** Rows in the chain: the place of the last one that is signed. */
    long getSigned();

    /** Rows that were committed and are not chained yet. */
    long getWaiting();

    /** The last head, as it was signed (JWS); empty: there is none. Whoever keeps it knows when the chain is cut. */
    String getLastHead();

    /** The thumbprint of the key that signs. */
    String getKeyId();

    /** How often this server has seen since its start that somebody altered the audit in the database. */
    long getAlterations();

    /**
     * Chains all that is committed by now and writes the whole chain into a new file of this server.
     *
     * @param file absolute path
     * @return how much it is
     * @throws IllegalArgumentException when the file is there, or cannot be written
     */
    String export(String file);

    /**
     * The same of what came after a head.
     *
     * @param head its number
     * @throws IllegalArgumentException also when there is no such head
     */
    String exportAfter(String file, long head);
}
