package org.ssms.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ssms.media.codec.AudioCodec;
import org.ssms.media.engine.AudioSink;

class JoinedSinkTest {
    private static final int FRAME = 160;

    private final List<String> heard = new ArrayList<>();
    private final JoinedSink joined = new JoinedSink(new AudioSink() {
        @Override
        public AudioCodec codec() {
            return AudioCodec.PCMU;
        }

        @Override
        public void frame(long time, int sequenceOffset, ByteBuffer payload, short[] pcm, int samples) {
            heard.add(time + " " + sequenceOffset);
        }

        @Override
        public void end() {
            heard.add("end");
        }
    });

    @Test
    void each_piece_goes_on_where_the_one_before_has_ended_and_the_last_ends_the_whole_once() throws IOException {
        frame(0, 0);
        frame(2 * FRAME, 2); // one was lost
        joined.end();
        assertThat(joined.recorded()).isEqualTo(Duration.ofMillis(60));
        joined.end(); // a piece in which nothing was said
        frame(0, 0);
        joined.endWithThisPiece();
        frame(FRAME, 1);
        joined.end();
        joined.end();
        assertThat(heard).containsExactly("0 0", "320 2", "480 3", "640 4", "end");
    }

    private void frame(long time, int sequenceOffset) throws IOException {
        joined.frame(time, sequenceOffset, ByteBuffer.allocate(FRAME), new short[FRAME], FRAME);
    }
}
