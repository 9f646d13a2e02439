package org.ssms.protect.mp4;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Set;
import org.ssms.protect.key.Sha256;

/** A protected file as text: one line per box with offset, size, and its fields in hex, or a hash of long ones. */
final class BoxDump {
    private static final Set<String> CONTAINERS =
            Set.of("moov", "trak", "mdia", "minf", "dinf", "stbl", "sinf", "schi", "mvex", "moof", "traf");
    private static final int LONGEST_HEX = 160;

    private BoxDump() {}

    static String of(byte[] file) {
        StringBuilder text = new StringBuilder();
        boxes(ByteBuffer.wrap(file), 0, file.length, 0, text);
        return text.toString();
    }

    private static void boxes(ByteBuffer file, int from, int to, int depth, StringBuilder text) {
        for (int at = from; at < to; at += file.getInt(at)) {
            byte[] type = new byte[4];
            file.get(at + 4, type);
            String name = new String(type, US_ASCII);
            int end = at + file.getInt(at);
            text.append("  ".repeat(depth))
                    .append(name)
                    .append(" @")
                    .append(at)
                    .append(" +")
                    .append(end - at);
            int children = CONTAINERS.contains(name) ? at + 8 : end;
            if (name.equals("stsd") || name.equals("dref")) {
                children = at + 16;
            } else if (name.equals("enca")) {
                children = at + 36;
            }
            fields(file, at + 8, children, text);
            boxes(file, children, end, depth + 1, text);
        }
    }

    private static void fields(ByteBuffer file, int from, int to, StringBuilder text) {
        if (to > from) {
            byte[] fields = new byte[to - from];
            file.get(from, fields);
            String hex = HexFormat.of().formatHex(fields);
            text.append(hex.length() <= LONGEST_HEX ? " " + hex : " sha256 " + hash(fields));
        }
        text.append('\n');
    }

    private static String hash(byte[] bytes) {
        return HexFormat.of().formatHex(Sha256.of(bytes), 0, 8);
    }
}
