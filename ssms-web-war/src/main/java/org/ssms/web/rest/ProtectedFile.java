package org.ssms.web.rest;

import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ssms.mailbox.ProtectedContent;
import org.ssms.protect.key.MessageId;
import org.ssms.web.rest.ByteRange.Part;
import org.ssms.web.rest.ByteRange.Unsatisfiable;

/** HTTP form of a protected file: validator, ranges (RFC 9110 §13, §14) and a name to save it under. */
final class ProtectedFile {
    static final String MEDIA_TYPE = "audio/mp4";

    private static final int BUFFER = 32 * 1024;

    private final MessageId id;
    private final ProtectedContent content;

    private ProtectedFile(MessageId id, ProtectedContent content) {
        this.id = id;
        this.content = content;
    }

    /** Empty when the file is gone: its message is being deleted. */
    static Optional<ProtectedFile> existing(MessageId id, ProtectedContent content) {
        return Files.isReadable(content.file()) ? Optional.of(new ProtectedFile(id, content)) : Optional.empty();
    }

    EntityTag validator() {
        return new EntityTag(content.etag());
    }

    /** 200, 206 or 416. A failed {@code If-Range} makes {@code Range} void; a date never matches, we send none. */
    Response respond(@Nullable String range, @Nullable String ifRange) {
        boolean rangeHolds = ifRange == null || ifRange.trim().equals('"' + content.etag() + '"');
        ByteRange wanted = ByteRange.parse(rangeHolds ? range : null, content.length());
        if (wanted instanceof Unsatisfiable) {
            return WebProblem.of(416)
                    .toResponse(Response.status(416).header("Content-Range", "bytes */" + content.length()));
        }
        if (wanted instanceof Part part) {
            return described(Response.status(206), part)
                    .header("Content-Range", "bytes %d-%d/%d".formatted(part.first(), part.last(), content.length()))
                    .build();
        }
        return described(Response.ok(), new Part(0, content.length() - 1)).build();
    }

    private ResponseBuilder described(ResponseBuilder response, Part part) {
        return response.entity((StreamingOutput) out -> copy(part, out))
                .type(MEDIA_TYPE)
                .tag(validator())
                .header(HttpHeaders.CONTENT_LENGTH, part.length())
                .header("Accept-Ranges", "bytes")
                // the id is 26 letters and digits: nothing to escape
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"%s.mp4\"".formatted(id));
    }

    /**
     * Does not close {@code out}. A file shorter than its row says ends the connection: nobody takes it for complete.
     */
    private void copy(Part part, OutputStream out) throws IOException {
        WritableByteChannel sink = Channels.newChannel(out);
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        try (FileChannel file = FileChannel.open(content.file())) {
            for (long position = part.first(); position <= part.last(); position += buffer.limit()) {
                buffer.clear().limit((int) Math.min(BUFFER, part.last() - position + 1));
                if (file.read(buffer, position) < buffer.limit()) {
                    throw new IOException("SSMS-6003 protected file of message " + id + " is too short");
                }
                sink.write(buffer.flip());
            }
        }
    }
}
