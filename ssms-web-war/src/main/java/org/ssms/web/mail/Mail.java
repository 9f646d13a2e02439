package org.ssms.web.mail;

import java.util.function.Supplier;
import org.ssms.mailbox.MessageState;
import org.ssms.mailbox.MessageView;
import org.ssms.protect.key.MessageId;
import org.ssms.web.mail.mime.VoiceMail;

/** A message of somebody's as a mail of his. */
public final class Mail {
    private final long uid;
    private final MessageView view;
    private final boolean isMarked;
    private final Supplier<VoiceMail> writing;

    /**
     * As it was when it was looked at.
     *
     * @param uid its number for ever
     * @param isMarked whether it is to be deleted when the folder is tidied up
     * @param writing writes it; each time the same octets
     */
    public Mail(long uid, MessageView view, boolean isMarked, Supplier<VoiceMail> writing) {
        this.uid = uid;
        this.view = view;
        this.isMarked = isMarked;
        this.writing = writing;
    }

    public long uid() {
        return uid;
    }

    public MessageId message() {
        return view.id();
    }

    public boolean isSeen() {
        return view.state() == MessageState.HEARD;
    }

    public boolean isMarked() {
        return isMarked;
    }

    /** Its octets, and where what is in them. */
    public VoiceMail write() {
        return writing.get();
    }
}
