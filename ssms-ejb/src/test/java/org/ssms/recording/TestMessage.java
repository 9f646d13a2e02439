package org.ssms.recording;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.ssms.base.http.Problem;
import org.ssms.client.LicenseServerException;
import org.ssms.identity.Attestation;
import org.ssms.identity.IdentitySource;
import org.ssms.media.codec.AudioCodec;
import org.ssms.media.engine.AudioSink;
import org.ssms.protect.license.Right;
import org.ssms.protect.license.UsageRights;
import org.ssms.protect.recording.AudioFormat;
import org.ssms.protect.srtp.StoredSrtpOpener;

/** Notes what is asked of it, and does it without license server, files or database. */
public final class TestMessage extends PendingMessage {
    /** In order: deposit, open, openStored, choose, another, keep, cancel, leaveNothing. */
    public final List<String> asked;

    /** How often the end of the files was told. */
    public final AtomicInteger ends = new AtomicInteger();

    public boolean keyIsRefused;
    public boolean diskIsFull;
    public boolean auditIsAway;

    public @Nullable String code;

    /** The called party's policy. */
    public @Nullable Integer mostPlays;

    /** What its caller hears of it; null: he cannot. */
    public @Nullable StoredSrtpOpener stored;

    /** How many frames came into the files. */
    public final AtomicInteger frames = new AtomicInteger();

    /** What becomes of it when it is kept; null: nobody knows, as our code fails. */
    public RecordingCompletion.@Nullable Result result = RecordingCompletion.Result.STORED;

    /** The last one that was to take its place. */
    public @Nullable TestMessage other;

    private final Recorder recorder;
    private final String whose;

    public TestMessage(Path storage) throws IOException {
        this(TestRecorder.withoutRecordings(storage), new ArrayList<>(), "");
    }

    private TestMessage(Recorder recorder, List<String> asked, String whose) {
        super(
                recorder,
                new Caller("sip:bob@host", "Bob", IdentitySource.FROM, null, null, "1;to-tag=1;from-tag=2"),
                "alice",
                List.of(),
                null);
        this.recorder = recorder;
        this.asked = asked;
        this.whose = whose;
    }

    /** What is asked of that is noted with the rest; it is refused what this one is. */
    @Override
    public PendingMessage another() {
        asked.add(whose + "another");
        TestMessage made = new TestMessage(recorder, asked, "other: ");
        made.keyIsRefused = keyIsRefused;
        made.diskIsFull = diskIsFull;
        made.auditIsAway = auditIsAway;
        other = made;
        return made;
    }

    @Override
    public Optional<String> controlCode() {
        return Optional.ofNullable(code);
    }

    @Override
    public void deposit() throws LicenseServerException {
        asked.add(whose + "deposit");
        if (keyIsRefused) {
            throw new LicenseServerException(LicenseServerException.Kind.REFUSED, Problem.NO_TYPE, "planned");
        }
    }

    @Override
    public AudioSink open(AudioFormat format, @Nullable Attestation attestation) throws IOException {
        asked.add(whose + "open");
        if (diskIsFull) {
            throw new IOException("planned: no space left");
        }
        if (auditIsAway) {
            throw new IllegalStateException("planned: no audit");
        }
        return new Nowhere();
    }

    @Override
    public StoredSrtpOpener openStored() throws IOException {
        asked.add(whose + "openStored");
        if (stored == null) {
            throw new IOException("planned: it cannot be read");
        }
        return stored;
    }

    @Override
    public UsageRights choose(UsageRights confirmed) throws LicenseServerException {
        asked.add(whose + "choose " + confirmed.toMap());
        if (keyIsRefused) {
            throw new LicenseServerException(LicenseServerException.Kind.REFUSED, Problem.NO_TYPE, "planned");
        }
        return mostPlays == null ? confirmed : confirmed.with(Right.PLAYS, mostPlays);
    }

    @Override
    public void cancel() throws IOException {
        asked.add(whose + "cancel");
        if (diskIsFull) {
            throw new IOException("planned: no space left");
        }
    }

    @Override
    public RecordingCompletion.Result keep() {
        asked.add(whose + "keep");
        if (result == null) {
            throw new IllegalStateException("planned");
        }
        return result;
    }

    @Override
    public void leaveNothing() {
        asked.add(whose + "leaveNothing");
    }

    private final class Nowhere implements AudioSink {
        @Override
        public AudioCodec codec() {
            return AudioCodec.PCMU;
        }

        @Override
        public void frame(long time, int sequenceOffset, ByteBuffer payload, short[] pcm, int samples) {
            frames.incrementAndGet();
        }

        @Override
        public void end() {
            ends.incrementAndGet();
        }
    }
}
