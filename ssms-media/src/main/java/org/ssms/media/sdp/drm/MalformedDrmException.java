package org.ssms.media.sdp.drm;

/** An {@code a=drm} line that breaks the grammar, or answers that do not answer their offers. Has no stack. */
public final class MalformedDrmException extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param problem repeats nothing of the line */
    MalformedDrmException(String problem) {
        super("a=drm: " + problem, null, false, false);
    }
}
