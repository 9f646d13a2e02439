package org.ssms.license.ldap;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchScope;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ssms.license.LicenseRequest;
import org.ssms.license.LicenseRequest.Once;
import org.ssms.license.Reason;
import org.ssms.license.session.Session;
import org.ssms.protect.key.KeyId;
import org.ssms.protect.key.KeyUse;
import org.ssms.protect.key.MessageId;

/**
 * The license that a search is for. A search names one message: by its id, as the entry's name or in the filter, or by
 * its KID, or both. Nothing can be listed.
 *
 * @param messageId null: it is named by its KID only
 * @param keyId null: it is named by its id only
 * @param byName whether the entry itself is the base of the search: then it is missed when it is not there
 */
record Wanted(@Nullable MessageId messageId, @Nullable KeyId keyId, boolean byName) {
    private static final int MOST_PARTS = 8;
    private static final Set<KeyUse> PLAYER = EnumSet.of(KeyUse.CENC, KeyUse.SRTP);

    /**
     * Reads a search.
     *
     * @return empty: no entry can be what it looks for
     * @throws LDAPException when there is no such place, or it names no message
     */
    static Optional<Wanted> of(DN base, SearchScope scope, Filter filter) throws LDAPException {
        boolean byName = Directory.LICENSES.equals(base.getParent());
        Names names = new Names();
        if (byName) {
            names.messageIds.add(
                    Directory.only(base.getRDN(), Directory.MESSAGE_ID).orElseThrow(Wanted::nowhere));
            if (isBelow(scope)) {
                return Optional.empty();
            }
        } else if (!base.equals(Directory.LICENSES) && !base.equals(Directory.SUFFIX)) {
            throw nowhere();
        }
        names.read(filter);
        if (!byName && !reaches(base, scope)) {
            return Optional.empty();
        }
        return names.isMatch ? names.wanted(byName) : Optional.empty();
    }

    private static boolean isBelow(SearchScope scope) {
        return SearchScope.ONE.equals(scope) || SearchScope.SUBORDINATE_SUBTREE.equals(scope);
    }

    /** Whether licenses are in the scope of a search that begins above them. */
    private static boolean reaches(DN base, SearchScope scope) {
        return SearchScope.SUB.equals(scope)
                || SearchScope.SUBORDINATE_SUBTREE.equals(scope)
                || (SearchScope.ONE.equals(scope) && base.equals(Directory.LICENSES));
    }

    private static LDAPException nowhere() {
        return new LDAPException(ResultCode.NO_SUCH_OBJECT);
    }

    /** What a search says, in its own words. */
    private static final class Names {
        private final Set<String> messageIds = new LinkedHashSet<>();
        private final Set<String> keyIds = new LinkedHashSet<>();
        private boolean isMatch = true;

        void read(Filter filter) throws LDAPException {
            List<Filter> parts = filter.getFilterType() == Filter.FILTER_TYPE_AND
                    ? List.of(filter.getComponents())
                    : List.of(filter);
            if (parts.size() > MOST_PARTS) {
                throw unwilling();
            }
            for (Filter part : parts) {
                readPart(part);
            }
            if (messageIds.isEmpty() && keyIds.isEmpty()) {
                throw unwilling();
            }
        }

        private void readPart(Filter part) throws LDAPException {
            String attribute = String.valueOf(part.getAttributeName());
            boolean isEquality = part.getFilterType() == Filter.FILTER_TYPE_EQUALITY;
            if (isEquality && attribute.equalsIgnoreCase(Directory.MESSAGE_ID)) {
                messageIds.add(part.getAssertionValue());
            } else if (isEquality && attribute.equalsIgnoreCase(Directory.KID)) {
                keyIds.add(part.getAssertionValue().toLowerCase(Locale.ROOT));
            } else if (isEquality && attribute.equalsIgnoreCase(Directory.OBJECT_CLASS)) {
                isMatch &= part.getAssertionValue().equalsIgnoreCase(Directory.LICENSE)
                        || part.getAssertionValue().equalsIgnoreCase("top");
            } else if (part.getFilterType() != Filter.FILTER_TYPE_PRESENCE
                    || !attribute.equalsIgnoreCase(Directory.OBJECT_CLASS)) {
                throw unwilling();
            }
        }

        private static LDAPException unwilling() {
            return new LDAPException(
                    ResultCode.UNWILLING_TO_PERFORM, "name one message: (ssmsMessageId=...) or (ssmsKid=...)");
        }

        /** What no message can be called is a message that is not there. */
        private Optional<Wanted> wanted(boolean byName) throws LDAPException {
            if (messageIds.size() > 1 || keyIds.size() > 1) {
                return Optional.empty();
            }
            try {
                return Optional.of(new Wanted(
                        messageIds.stream().map(MessageId::parse).findFirst().orElse(null),
                        keyIds.stream().map(KeyId::parse).findFirst().orElse(null),
                        byName));
            } catch (IllegalArgumentException e) {
                if (byName) {
                    throw nowhere();
                }
                return Optional.empty();
            }
        }
    }

    boolean isOf(MessageId id, KeyId kid) {
        return (messageId == null || messageId.equals(id)) && (keyId == null || keyId.equals(kid));
    }

    /** The request of the user who has bound as {@code session}, which is given one license for a message. */
    LicenseRequest by(Session session, String address) {
        return new LicenseRequest(
                messageId,
                keyId == null ? List.of() : List.of(keyId),
                PLAYER,
                new Once.Session(session.id()),
                session.username(),
                false,
                address);
    }

    /** How a search ends whose license is refused: one that only looks for an entry has found none. */
    LdapResult refused(Reason reason) {
        LdapResult refused = LdapResult.refused(reason);
        return refused.equals(LdapResult.NO_SUCH_OBJECT) && !byName ? LdapResult.SUCCESS : refused;
    }
}
