package org.ssms.ops;

import org.ssms.recording.RecordingCompletion;

final class StoredMessages implements MessagesMXBean {
    private final RecordingCompletion completion;

    StoredMessages(RecordingCompletion completion) {
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
