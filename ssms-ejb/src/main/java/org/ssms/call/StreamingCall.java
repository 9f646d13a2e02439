package org.ssms.call;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ssms.mailbox.StoredMessage;
import org.ssms.media.sdp.Negotiation;

/**
 * A call in which a player gets a stored message as it is stored: brings what happens to its {@link StreamScript}, and
 * does what that orders. It has no key and counts nothing: that is between the player and the license server.
 */
final class StreamingCall extends Call {
    private final StoredMessage message;
    private final StreamScript script; // in events only
    private @Nullable StreamFeed feed; // in events only
    private volatile StreamScript.State settled = StreamScript.State.INVITED;

    StreamingCall(Arrival arrival, CallMedia media, Facilities facilities, StoredMessage message) {
        super("a stream", arrival, media, facilities);
        this.message = message;
        this.script = new StreamScript(facilities.recording().limits().max(), System::nanoTime);
    }

    /** In which everything is done that it orders; by any thread. */
    StreamScript.State state() {
        return settled;
    }

    @Override
    boolean isRecording() {
        return false;
    }

    @Override
    boolean waitsForCaller() {
        return false; // a pause has a limit of its own
    }

    @Override
    void agreedOn(Negotiation.Agreed agreed, boolean withAck) {
        Duration start = agreed.start();
        if (start != null) {
            tell(new CallEvent.Sought(start, withAck));
        }
    }

    @Override
    void held(boolean on) {
        handle(new CallEvent.Held(on));
    }

    @Override
    void handle(CallEvent event) {
        StreamScript.State before = script.state();
        List<Runnable> steps = new ArrayList<>();
        script.on(event).forEach(action -> steps.add(() -> perform(action)));
        if (!steps.isEmpty() || script.state() != before) {
            steps.add(() -> {
                if (script.state() != StreamScript.State.ENDED) {
                    allow(script.limit());
                }
            });
        }
        steps.add(() -> settled = script.state());
        SerialExecutor.runEach(steps);
    }

    private void perform(StreamAction action) {
        if (action instanceof StreamAction.Send wanted) {
            send(wanted.from());
        } else {
            perform((StreamAction.Simple) action);
        }
    }

    private void perform(StreamAction.Simple action) {
        switch (action) {
            case STOP -> {
                media().call().stopStream();
                endFeed();
            }
            case HANG_UP -> hangUp();
            case RELEASE -> release();
        }
    }

    private void send(Duration from) {
        endFeed();
        StreamFeed next = new StreamFeed(
                message, from, task -> inTurn(() -> work().add(task)), which -> inTurn(() -> unreadable(which)));
        feed = next;
        media().send(next.stream());
        next.begin();
    }

    private void unreadable(StreamFeed which) {
        if (feed == which) {
            handle(CallEvent.Simple.NOT_HEARD);
        }
    }

    private void endFeed() {
        StreamFeed over = feed;
        if (over != null) {
            feed = null;
            over.stop();
            work().add(over::close);
        }
    }
}
