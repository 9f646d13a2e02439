package org.ssms.it.server;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.ssms.media.codec.AudioCodec;
import org.ssms.media.prompt.Prompt;
import org.ssms.media.prompt.PromptName;
import org.ssms.media.prompt.Prompts;
import org.ssms.player.caller.OutgoingCall;

/** What a caller heard. */
public final class Heard {
    private static final Prompts PROMPTS = Prompts.load("en");

    private Heard() {}

    /** Whether these prompts were played to the call, octet by octet, with nothing between. */
    public static boolean by(OutgoingCall call, PromptName... names) {
        return in(call.heard(), names);
    }

    /** Whether these prompts are in these PCMU octets, with nothing between. */
    public static boolean in(byte[] heard, PromptName... names) {
        List<Prompt> prompts = PROMPTS.get(List.of(names));
        ByteBuffer octets =
                ByteBuffer.allocate(prompts.stream().mapToInt(Prompt::samples).sum());
        prompts.forEach(prompt -> prompt.copyTo(octets, AudioCodec.PCMU, 0, prompt.samples()));
        return text(heard).contains(text(octets.array()));
    }

    /** One character for each octet. */
    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }
}
