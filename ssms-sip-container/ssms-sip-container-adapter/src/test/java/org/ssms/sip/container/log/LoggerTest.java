package org.ssms.sip.container.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoggerTest {
    private final java.util.logging.Logger target = java.util.logging.Logger.getLogger("org.ssms.test.logger");
    private final List<LogRecord> written = new ArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            written.add(line);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    private final Logger logger = Logger.getLogger("org.ssms.test.logger");

    @BeforeEach
    void listen() {
        target.setUseParentHandlers(false);
        target.addHandler(handler);
    }

    @AfterEach
    void restore() {
        target.removeHandler(handler);
        target.setUseParentHandlers(true);
    }

    @Test
    void error_of_one_message_is_a_warning_of_one_line() {
        logger.error("Unexpected exception while processing message", new IllegalStateException("planned"));
        assertThat(written).hasSize(1);
        assertThat(written.get(0).getLevel()).isEqualTo(Level.WARNING);
        assertThat(written.get(0).getThrown()).isNull();
    }

    @Test
    void request_out_of_order_writes_nothing() {
        logger.error("CSeq out of order for the following request INVITE sip:a@b SIP/2.0");
        assertThat(written).isEmpty();
    }

    @Test
    void lines_of_one_kind_are_limited() {
        for (int i = 0; i < 1_000; i++) {
            logger.warn("the same kind of line again and again, number " + i);
        }
        assertThat(written).hasSizeLessThan(10);
    }
}
