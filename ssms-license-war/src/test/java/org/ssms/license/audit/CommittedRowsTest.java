package org.ssms.license.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ssms.base.test.SettableClock;

class CommittedRowsTest {
    private final SettableClock clock = new SettableClock();
    private final CommittedRows rows = new CommittedRows();

    @BeforeEach
    void inject() throws Exception {
        Field field = CommittedRows.class.getDeclaredField("clock");
        field.setAccessible(true);
        field.set(rows, clock);
    }

    @Test
    void what_was_committed_is_overdue_after_a_while_unless_it_was_chained() {
        rows.committed(new WrittenRow(3));
        rows.committed(new WrittenRow(2));
        assertThat(rows.overdue(clock.instant())).isEmpty();
        clock.advance(Duration.ofSeconds(30));
        rows.committed(new WrittenRow(1));
        assertThat(rows.overdue(clock.instant())).containsExactly(2L, 3L);
        rows.settled(List.of(1L, 3L));
        assertThat(rows.overdue(clock.instant())).containsExactly(2L);
    }

    @Test
    void a_chain_that_never_comes_costs_no_memory_without_end() {
        for (int i = 0; i < 100_010; i++) {
            rows.committed(new WrittenRow(i));
        }
        clock.advance(Duration.ofSeconds(1));
        assertThat(rows.overdue(clock.instant())).hasSize(100_000);
    }
}
