package org.ssms.mailbox;

import java.nio.file.Path;
import java.time.Duration;
import org.ssms.protect.key.KeyId;
import org.ssms.protect.key.MessageId;
import org.ssms.protect.recording.AudioFormat;

/**
 * The stored packets of a message, for somebody who may have them. They never change once they exist.
 *
 * @param srtp the file
 * @param length playing time
 */
public record StoredMessage(MessageId id, KeyId keyId, Path srtp, AudioFormat format, Duration length) {}
