package org.ssms.sip.caller;

import java.util.Optional;

/**
 * What we know ourselves of the one who sent a request.
 *
 * @param trusted a trunk, whose word about caller and diversion is taken
 * @param subscriber who proved by digest to be this subscriber of ours
 */
public record Sender(boolean trusted, Optional<String> subscriber) {
    public static final Sender STRANGER = new Sender(false, Optional.empty());
    public static final Sender TRUNK = new Sender(true, Optional.empty());

    public static Sender subscriber(String name) {
        return new Sender(false, Optional.of(name));
    }
}
