package org.ssms.protect.mp4;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.HexFormat;
import org.ssms.protect.Fixtures;
import org.ssms.protect.key.DerivedKey;
import org.ssms.protect.key.KeyUse;
import org.ssms.protect.key.MessageKey;

/** Makes files with {@link CencWriter}. */
final class CencFile {
    private CencFile() {}

    /** Not yet finalised. */
    static void write(Path file, short[] sound, int maxFragments) throws IOException {
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                MessageKey key = Fixtures.key();
                DerivedKey cenc = key.derive(KeyUse.CENC, 0)) {
            CencWriter writer = new CencWriter(out, Fixtures.KID, cenc, maxFragments, new ArrayDeque<>());
            for (int from = 0; from < sound.length; from += 160) { // as 20 ms packets would
                writer.append(sound, from, Math.min(160, sound.length - from));
            }
            writer.finish();
            writer.wipe();
        }
    }

    static String keyHex() {
        try (MessageKey key = Fixtures.key();
                DerivedKey cenc = key.derive(KeyUse.CENC, 0)) {
            return HexFormat.of().formatHex(cenc.revealKey());
        }
    }
}
