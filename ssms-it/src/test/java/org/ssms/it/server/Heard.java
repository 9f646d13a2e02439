package org.ssms.it.server;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.ssms.media.codec.AudioCodec;
import org.ssms.media.prompt.Prompt;
import org.ssms.player.caller.OutgoingCall;

/** What a caller heard. */
public final class Heard {
    private Heard() {}

    /** Whether the prompt was played to the call, octet by octet, from its start to its end. */
    public static boolean by(OutgoingCall call, Prompt prompt) {
        return in(call.heard(), prompt);
    }

    /** Whether the prompt is in these PCMU octets, from its start to its end. */
    public static boolean in(byte[] heard, Prompt prompt) {
        ByteBuffer octets = ByteBuffer.allocate(prompt.samples());
        prompt.copyTo(octets, AudioCodec.PCMU, 0, prompt.samples());
        return text(heard).contains(text(octets.array()));
    }

    /** One character for each octet. */
    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }
}
