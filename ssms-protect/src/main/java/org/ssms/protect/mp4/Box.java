package org.ssms.protect.mp4;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A box that was read into memory.
 *
 * @param type four character code
 * @param offset of the box in the file
 * @param body what follows the eight byte header; its position moves as fields are read
 */
record Box(String type, long offset, ByteBuffer body) {
    static final int HEADER = 8;

    private static final int MAX_CHILDREN = 64;

    /** Reads one 32 bit field. */
    int int32() throws MalformedContentException {
        try {
            return body.getInt();
        } catch (BufferUnderflowException e) {
            throw malformed("ends too early");
        }
    }

    long int64() throws MalformedContentException {
        return ((long) int32() << 32) | (int32() & 0xffff_ffffL);
    }

    /** Reads an unsigned 32 bit field. */
    int count(int max) throws MalformedContentException {
        int value = int32();
        if (value < 0 || value > max) {
            throw malformed("number out of range");
        }
        return value;
    }

    void expect(int value, String field) throws MalformedContentException {
        if (int32() != value) {
            throw malformed("unexpected " + field);
        }
    }

    void expectEnd() throws MalformedContentException {
        if (body.hasRemaining()) {
            throw malformed("is longer than its fields");
        }
    }

    /** The boxes that fill the rest of this box exactly. */
    List<Box> children() throws MalformedContentException {
        List<Box> children = new ArrayList<>();
        while (body.hasRemaining()) {
            long at = offset + HEADER + body.position();
            int size = int32();
            if (size < HEADER || size - 4 > body.remaining() || children.size() == MAX_CHILDREN) {
                throw malformed("has a broken child");
            }
            String childType = type(int32());
            ByteBuffer content = body.slice(body.position(), size - HEADER);
            body.position(body.position() + size - HEADER);
            children.add(new Box(childType, at, content));
        }
        return children;
    }

    /** The one child of that type among these. */
    Box only(String childType, List<Box> children) throws MalformedContentException {
        List<Box> found =
                children.stream().filter(child -> child.type.equals(childType)).toList();
        if (found.size() != 1) {
            throw malformed("has " + found.size() + " '" + childType + "'");
        }
        return found.get(0);
    }

    MalformedContentException malformed(String problem) {
        return new MalformedContentException(type, offset, problem);
    }

    static String type(int code) {
        return new String(ByteBuffer.allocate(4).putInt(code).array(), ISO_8859_1).replaceAll("[^ -~]", "?");
    }
}
