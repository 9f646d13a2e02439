package org.ssms.call;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.WARNING;
import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;
import org.ssms.call.CallEvent.Simple;
import org.ssms.client.LeftMessage;
import org.ssms.client.LicenseServerClient;
import org.ssms.client.LicenseServerException;
import org.ssms.client.SpokenCode;
import org.ssms.protect.license.UsageRights;
import org.ssms.recording.LeftMessages;

/**
 * What a caller without an account does, in one call, with messages that he has left before and whose control codes he
 * says. What it returns is what became of it. All methods wait for the license server; not for two threads at once.
 */
final class ControlByPhone {
    private static final System.Logger LOG = System.getLogger(ControlByPhone.class.getName());

    private final LeftMessages messages;
    private final Invitation invitation;
    private @Nullable SpokenCode said; // last

    ControlByPhone(LeftMessages messages, Invitation invitation) {
        this.messages = messages;
        this.invitation = invitation;
    }

    CallEvent lookUp(String code) {
        return told(() -> {
            SpokenCode spoken = new SpokenCode(code, invitation.callersAddress(), invitation.oneOfMany());
            said = spoken;
            LeftMessage found = messages.find(spoken);
            return new CallEvent.Found(found.firstPlayedAt(), found.rights(), found.members(), found.heardBy());
        });
    }

    /** Of the message that was looked up last. */
    CallEvent limit(UsageRights rights) {
        return told(() -> {
            UsageRights now = messages.limit(requireNonNull(said), rights).rights();
            return now == null ? Simple.CONTROL_REFUSED : new CallEvent.Limited(now);
        });
    }

    /** The message that was looked up last. */
    CallEvent recall() {
        return told(() -> {
            messages.recall(requireNonNull(said));
            return Simple.RECALLED;
        });
    }

    private interface Question {
        CallEvent ask() throws LicenseServerException;
    }

    private static CallEvent told(Question question) {
        try {
            return question.ask();
        } catch (LicenseServerException e) {
            return refused(e);
        } catch (RuntimeException e) {
            LOG.log(ERROR, "SSMS-3113 our code failed for a message that was left before", e);
            return Simple.CONTROL_FAILED;
        }
    }

    private static CallEvent refused(LicenseServerException e) {
        if (e.type().equals(LicenseServerClient.TOO_MANY_ATTEMPTS)) {
            return Simple.CODES_NOT_LOOKED_AT;
        }
        if (e.type().equals(LicenseServerClient.NO_LICENSE)) {
            return Simple.CODE_WRONG;
        }
        if (e.kind() == LicenseServerException.Kind.DENIED) {
            return Simple.CONTROL_REFUSED;
        }
        LOG.log(WARNING, "SSMS-3112 a message that was left before cannot be had: {0}", e.getMessage());
        return Simple.CONTROL_FAILED;
    }
}
