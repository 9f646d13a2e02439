package org.ssms.sip;

import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.ContentDisposition;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.ParseException;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The session description of a request: its body, or one part of it where gateways send something beside, as ISUP
 * (RFC 3204) or a location (RFC 6442). What else is in a multipart is passed over, as is an early session (RFC 3959),
 * unless somebody insists on it (RFC 5621 §8). A multipart is bounded before anything of it is parsed.
 */
final class SdpBody {
    private static final int MOST_BYTES = 32 * 1024;
    private static final int MOST_PARTS = 16;
    private static final int DEEPEST = 3;

    private int partsLeft = MOST_PARTS;

    private SdpBody() {}

    /** A body that cannot be understood: 415. */
    static final class UnsupportedBodyException extends Exception {
        private static final long serialVersionUID = 1L;

        private UnsupportedBodyException(String problem, @Nullable Throwable cause) {
            super(problem, cause);
        }
    }

    /**
     * Finds it.
     *
     * @param contentType null: not said
     * @param encoding of Content-Encoding; null: none
     * @return null when the body is empty, or has no session description in it
     */
    static byte @Nullable [] find(@Nullable String contentType, @Nullable String encoding, byte[] body)
            throws UnsupportedBodyException {
        if (body.length == 0) {
            return null;
        }
        if (contentType == null || (encoding != null && !encoding.equalsIgnoreCase("identity"))) {
            throw new UnsupportedBodyException("no type, or an encoding", null);
        }
        try {
            ContentType type = new ContentType(contentType);
            if (type.match(Replies.SDP)) {
                return body;
            }
            if (!type.match("multipart/*")) {
                throw new UnsupportedBodyException("another type", null);
            }
            return new SdpBody().findIn(body, contentType, 1);
        } catch (MessagingException | IOException e) {
            throw new UnsupportedBodyException("a multipart that cannot be read", e);
        }
    }

    /** The first one. */
    private byte @Nullable [] findIn(byte[] body, String type, int depth)
            throws MessagingException, IOException, UnsupportedBodyException {
        String boundary = new ContentType(type).getParameter("boundary");
        if (boundary == null || depth > DEEPEST || body.length > MOST_BYTES) {
            throw new UnsupportedBodyException("a multipart without boundary, too deep or too large", null);
        }
        partsLeft -= count(body, "--" + boundary);
        if (partsLeft + depth < 0) { // the last delimiter of each level is of no part
            throw new UnsupportedBodyException("too many parts", null);
        }
        MimeMultipart parts = new MimeMultipart(new ByteArrayDataSource(body, type));
        byte[] found = null;
        for (int i = 0; i < parts.getCount(); i++) {
            BodyPart part = parts.getBodyPart(i);
            ContentDisposition disposition = disposition(part);
            boolean early = "early-session".equalsIgnoreCase(disposition.getDisposition());
            if (found == null && !early && part.isMimeType(Replies.SDP)) {
                found = part.getInputStream().readAllBytes();
            } else if (part.isMimeType("multipart/*")) {
                byte[] below = findIn(part.getInputStream().readAllBytes(), part.getContentType(), depth + 1);
                found = found == null ? below : found;
            } else if ("required".equalsIgnoreCase(disposition.getParameter("handling"))) {
                throw new UnsupportedBodyException("a part that we do not understand is required", null);
            }
        }
        return found;
    }

    /** How often a delimiter is there, or more. */
    private static int count(byte[] body, String delimiter) {
        String text = new String(body, StandardCharsets.ISO_8859_1);
        int count = 0;
        for (int at = text.indexOf(delimiter); at >= 0; at = text.indexOf(delimiter, at + delimiter.length())) {
            count++;
        }
        return count;
    }

    private static ContentDisposition disposition(BodyPart part) throws MessagingException {
        String[] said = part.getHeader("Content-Disposition");
        try {
            return said == null ? new ContentDisposition() : new ContentDisposition(said[0]);
        } catch (ParseException e) {
            return new ContentDisposition();
        }
    }
}
