package org.ssms.web.mail.imap;

/** Texts of our own as IMAP has them. */
final class ImapText {
    private ImapText() {}

    /** In quotes; what may not stand there is a question mark. */
    static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                quoted.append('\\');
            }
            quoted.append(c >= ' ' && c < 0x7f ? (char) c : '?');
        });
        return quoted.append('"').toString();
    }

    /** The flags of a mail. */
    static String flags(boolean isSeen, boolean isMarked) {
        return "FLAGS (" + (isSeen ? "\\Seen" : "") + (isSeen && isMarked ? " " : "") + (isMarked ? "\\Deleted" : "")
                + ")";
    }
}
