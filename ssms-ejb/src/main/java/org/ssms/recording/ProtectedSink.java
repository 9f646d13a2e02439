package org.ssms.recording;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.ssms.media.codec.AudioCodec;
import org.ssms.media.engine.AudioSink;
import org.ssms.protect.key.DerivedKey;
import org.ssms.protect.recording.AudioFormat;
import org.ssms.protect.recording.ProtectedRecording;

/** Lets the frames of a media loop into the protected files. Media and protection do not know each other. */
final class ProtectedSink implements AudioSink {
    private final ProtectedRecording recording;
    private final AudioCodec codec;

    ProtectedSink(ProtectedRecording recording, AudioFormat format) {
        this.recording = recording;
        this.codec = AudioCodec.valueOf(format.name());
    }

    @Override
    public AudioCodec codec() {
        return codec;
    }

    @Override
    public void frame(long time, int sequenceOffset, ByteBuffer payload, short[] pcm, int samples) throws IOException {
        recording.append(DerivedKey.AUDIO_TRACK, time, sequenceOffset, payload, pcm, samples);
    }

    @Override
    public void end() throws IOException {
        recording.finish();
    }
}
