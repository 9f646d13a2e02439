package org.ssms.media.engine;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.ssms.media.codec.AudioCodec;

/** Keeps what a recording hands on. */
final class RecordedSink implements AudioSink {
    final List<Long> times = new ArrayList<>();
    final List<Integer> sequenceOffsets = new ArrayList<>();
    final ByteArrayOutputStream payloads = new ByteArrayOutputStream();
    final List<Short> pcm = new ArrayList<>();
    final CountDownLatch ended = new CountDownLatch(1);
    int ends;
    int failAtFrame = Integer.MAX_VALUE;
    AudioCodec codec = AudioCodec.PCMU;

    @Override
    public AudioCodec codec() {
        return codec;
    }

    @Override
    public void frame(long time, int sequenceOffset, ByteBuffer payload, short[] samples, int count)
            throws IOException {
        if (times.size() == failAtFrame) {
            throw new IOException("disk full");
        }
        times.add(time);
        sequenceOffsets.add(sequenceOffset);
        payloads.write(payload.array(), payload.arrayOffset() + payload.position(), payload.remaining());
        for (int i = 0; i < count; i++) {
            pcm.add(samples[i]);
        }
    }

    @Override
    public void end() {
        ends++;
        ended.countDown();
    }
}
