package org.ssms.call;

import java.time.Duration;
import org.ssms.media.codec.AudioCodec;
import org.ssms.media.prompt.Intake;
import org.ssms.media.prompt.TimeScale;

/** How fast messages are heard; always at the same pitch. */
enum Speed {
    NORMAL(1, "normal-speed"),
    FASTER(1.5, "faster"),
    SLOWER(0.75, "slower");

    private final double factor;
    private final String clip;

    Speed(double factor, String clip) {
        this.factor = factor;
        this.clip = clip;
    }

    /** The prompt that says so. */
    String clip() {
        return clip;
    }

    Speed next() {
        return switch (this) {
            case NORMAL -> FASTER;
            case FASTER -> SLOWER;
            case SLOWER -> NORMAL;
        };
    }

    /** How long something is heard. */
    Duration of(Duration length) {
        return Duration.ofMillis((long) Math.ceil(length.toMillis() / factor));
    }

    /** Of how many samples those are that were heard. */
    long passed(long heard) {
        return (long) (heard * factor);
    }

    /** What sound is to be added to, so that {@code heard} gets it at this speed: to the bit at the normal one. */
    Intake before(Intake heard, AudioCodec codec) {
        return this == NORMAL ? heard : new TimeScale(heard, codec, factor);
    }
}
