package org.ssms.license.ldap;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.unboundid.ldap.sdk.Entry;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;
import java.util.UUID;
import org.ssms.protect.key.KeyId;
import org.ssms.protect.key.MessageId;
import org.ssms.protect.license.LicenseDocument;

/**
 * The licenses that were given since a bind, as they were written: to search for one again is no second play. Kept in
 * memory, the latest {@value #MOST} of them, until they are refused, and wiped with the bind. For one thread.
 */
final class GivenLicenses {
    static final int MOST = 16;

    private final Deque<Given> given = new ArrayDeque<>();

    /** One of them, in clear. */
    static final class Given {
        private final UUID lease;
        private final MessageId messageId;
        private final KeyId keyId;
        private final byte[] json;

        private Given(LicenseDocument license) {
            lease = license.lease();
            messageId = license.messageId();
            keyId = license.keyId();
            json = license.toJson().getBytes(UTF_8);
        }

        /** Of its play. */
        UUID lease() {
            return lease;
        }

        Entry entry() {
            return Directory.license(messageId.value(), keyId.toString(), json.clone());
        }

        private void wipe() {
            Arrays.fill(json, (byte) 0);
        }
    }

    Optional<Given> find(Wanted wanted) {
        return given.stream()
                .filter(one -> wanted.isOf(one.messageId, one.keyId))
                .findFirst();
    }

    /** It is not found any more. */
    void remove(Given one) {
        one.wipe();
        given.remove(one);
    }

    /** The license as an entry, which is found again from now on. */
    Entry add(LicenseDocument license) {
        Given added = new Given(license);
        given.addLast(added);
        if (given.size() > MOST) {
            given.removeFirst().wipe();
        }
        return added.entry();
    }

    void wipe() {
        given.forEach(Given::wipe);
        given.clear();
    }
}
