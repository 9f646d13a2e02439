package org.ssms.greeting;

import java.time.Duration;
import org.ssms.protect.key.KeyId;

/** What a caller is to hear: {@link Greetings#ulaw} has its sound. */
public record OwnGreeting(GreetingKind kind, KeyId kid, Duration length) {}
