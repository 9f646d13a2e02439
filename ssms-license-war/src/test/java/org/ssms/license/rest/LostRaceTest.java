package org.ssms.license.rest;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ejb.EJBException;
import jakarta.persistence.OptimisticLockException;
import jakarta.persistence.PersistenceException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class LostRaceTest {
    @Test
    void a_row_that_another_has_written_first_is_one() {
        assertThat(LostRace.isCauseOf(failure(new PersistenceException(new SQLException("twice", "23505")))))
                .isTrue();
        assertThat(LostRace.isCauseOf(failure(new OptimisticLockException()))).isTrue();
    }

    @Test
    void any_other_failure_is_none_and_is_not_tried_again() {
        assertThat(LostRace.isCauseOf(failure(new PersistenceException(new SQLException("away", "08006")))))
                .isFalse();
        assertThat(LostRace.isCauseOf(failure(new IllegalStateException()))).isFalse();
        assertThat(LostRace.isCauseOf(new EJBException())).isFalse();
    }

    private static EJBException failure(Exception cause) {
        return new EJBException(cause);
    }
}
