package org.ssms.sip;

import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.ContentDisposition;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.ParseException;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The session description of a request: its body, or one part of it where gateways send something beside, as ISUP
 * (RFC 3204) or a location (RFC 6442). What else is in a multipart is passed over, unless somebody insists on it
 * (RFC 5621 §8).
 */
final class SdpBody {
    private static final int MOST_PARTS = 16;
    private static final int DEEPEST = 3;

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
            return findIn(new MimeMultipart(new ByteArrayDataSource(body, contentType)), 1);
        } catch (MessagingException | IOException e) {
            throw new UnsupportedBodyException("a multipart that cannot be read", e);
        }
    }

    /** The first one. */
    private static byte @Nullable [] findIn(MimeMultipart parts, int depth)
            throws MessagingException, IOException, UnsupportedBodyException {
        if (depth > DEEPEST || parts.getCount() > MOST_PARTS) {
            throw new UnsupportedBodyException("too many parts", null);
        }
        byte[] found = null;
        for (int i = 0; i < parts.getCount(); i++) {
            BodyPart part = parts.getBodyPart(i);
            if (found == null && part.isMimeType(Replies.SDP)) {
                found = part.getInputStream().readAllBytes();
            } else if (part.isMimeType("multipart/*")) {
                byte[] inner = part.getInputStream().readAllBytes();
                byte[] below =
                        findIn(new MimeMultipart(new ByteArrayDataSource(inner, part.getContentType())), depth + 1);
                found = found == null ? below : found;
            } else if (isRequired(part)) {
                throw new UnsupportedBodyException("a part that we do not understand is required", null);
            }
        }
        return found;
    }

    private static boolean isRequired(BodyPart part) throws MessagingException {
        String[] said = part.getHeader("Content-Disposition");
        try {
            return said != null
                    && "required".equalsIgnoreCase(new ContentDisposition(said[0]).getParameter("handling"));
        } catch (ParseException e) {
            return false;
        }
    }
}
