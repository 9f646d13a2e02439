package org.ssms.protect.audit;

/** What the license server found when it gave a row its place in the chain. */
public enum RowProof {
    /** The row is what the server had written. */
    RIGHT,
    /** It is of before the chain: nobody can tell. Such rows are the first of a chain, and nowhere else. */
    NONE,
    /** Somebody has changed or planted it in the database before it was chained. */
    WRONG
}
