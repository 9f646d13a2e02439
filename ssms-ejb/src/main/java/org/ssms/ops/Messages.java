package org.ssms.ops;

import org.ssms.recording.RecordingCompletion;

final class Messages implements MessagesMXBean {
    private final RecordingCompletion completion;

    Messages(RecordingCompletion completion) {
        this.completion = completion;
    }

    @Override
    public long getStored() {
        return completion.stored();
    }

    @Override
    public int getWaitingForCompletion() {
        return completion.postponed();
    }

    @Override
    public int getFailed() {
        return completion.failing();
    }
}
