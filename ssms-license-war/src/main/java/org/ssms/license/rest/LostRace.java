package org.ssms.license.rest;

import jakarta.ejb.EJBException;
import jakarta.persistence.OptimisticLockException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Somebody else was quicker to write the same thing: who does it again sees what is there now. */
final class LostRace {
    /** Of the standard; drivers throw different exceptions with it. */
    private static final String UNIQUE_VIOLATION = "23505";

    private LostRace() {}

    static boolean isCauseOf(EJBException failure) {
        @Nullable Throwable cause = failure;
        while (cause != null) {
            if (cause instanceof OptimisticLockException
                    || (cause instanceof SQLException sql && UNIQUE_VIOLATION.equals(sql.getSQLState()))) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }
}
