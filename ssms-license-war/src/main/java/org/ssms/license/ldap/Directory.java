package org.ssms.license.ldap;

import com.unboundid.ldap.listener.SearchEntryParer;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.RDN;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.schema.Schema;
import com.unboundid.ldif.LDIFException;
import com.unboundid.ldif.LDIFReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The tree: who people are, how licenses are named, and what everybody may read (RFC 4512 §5.1, §4.4). */
final class Directory {
    static final String MESSAGE_ID = "ssmsMessageId";
    static final String KID = "ssmsKid";
    static final String LICENSE = "ssmsLicense";
    static final String OBJECT_CLASS = "objectClass";
    static final String START_TLS = "1.3.6.1.4.1.1466.20037";
    static final String WHO_AM_I = "1.3.6.1.4.1.4203.1.11.3";
    static final String PLAIN = "PLAIN";
    static final String EXTERNAL = "EXTERNAL";
    static final DN SUFFIX = known("o=ssms");
    static final DN LICENSES = known("ou=licenses,o=ssms");

    private static final DN PEOPLE = known("ou=people,o=ssms");
    private static final String UID = "uid";
    private static final DN SCHEMA_NAME = known("cn=schema");
    private static final Entry SCHEMA_ENTRY = schemaEntry();
    private static final Schema SCHEMA = new Schema(SCHEMA_ENTRY);
    private static final Entry ANY_LICENSE = license("", "", new byte[0]);

    private Directory() {}

    private static DN known(String name) {
        try {
            return new DN(name);
        } catch (LDAPException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Entry schemaEntry() {
        try (LDIFReader reader =
                new LDIFReader(Objects.requireNonNull(Directory.class.getResourceAsStream("schema.ldif")))) {
            return Objects.requireNonNull(reader.readEntry());
        } catch (IOException | LDIFException e) {
            throw new IllegalStateException("schema.ldif", e);
        }
    }

    /** @throws LDAPException when it is no name */
    static DN name(String text) throws LDAPException {
        try {
            return new DN(text);
        } catch (LDAPException e) {
            throw new LDAPException(ResultCode.INVALID_DN_SYNTAX, "no distinguished name", e);
        }
    }

    /** The user whose name that is; empty: nobody's. */
    static Optional<String> user(String name) {
        try {
            DN dn = new DN(name);
            return PEOPLE.equals(dn.getParent()) ? only(dn.getRDN(), UID) : Optional.empty();
        } catch (LDAPException e) {
            return Optional.empty();
        }
    }

    /** The value of a name that has that attribute, and no other. */
    static Optional<String> only(RDN name, String attribute) {
        return !name.isMultiValued() && name.hasAttribute(attribute)
                ? Optional.of(name.getAttributeValues()[0])
                : Optional.empty();
    }

    /** What is published there for everybody; empty: nothing. */
    static Optional<Entry> published(DN base, SearchScope scope, boolean isSecured, boolean takesCertificates) {
        if (!SearchScope.BASE.equals(scope)) {
            return Optional.empty();
        }
        if (base.isNullDN()) {
            return Optional.of(root(isSecured, takesCertificates));
        }
        return base.equals(SCHEMA_NAME) ? Optional.of(SCHEMA_ENTRY) : Optional.empty();
    }

    private static Entry root(boolean isSecured, boolean takesCertificates) {
        Entry root = new Entry(
                DN.NULL_DN,
                new Attribute(OBJECT_CLASS, "top"),
                new Attribute("supportedLDAPVersion", "3"),
                new Attribute("namingContexts", SUFFIX.toString()),
                new Attribute("subschemaSubentry", SCHEMA_NAME.toString()),
                new Attribute("supportedExtension", START_TLS, WHO_AM_I),
                new Attribute("vendorName", "SSMS"));
        if (isSecured) {
            root.addAttribute(
                    takesCertificates
                            ? new Attribute("supportedSASLMechanisms", PLAIN, EXTERNAL)
                            : new Attribute("supportedSASLMechanisms", PLAIN));
        }
        return root;
    }

    /**
     * Whether a filter is of what is published: by its class, or of whatever class.
     *
     * @throws LDAPException when it is any other
     */
    static boolean isMatch(Filter filter, Entry published) throws LDAPException {
        if (!OBJECT_CLASS.equalsIgnoreCase(filter.getAttributeName())) {
            throw new LDAPException(ResultCode.UNWILLING_TO_PERFORM, "only filters of objectClass");
        }
        return switch (filter.getFilterType()) {
            case Filter.FILTER_TYPE_PRESENCE -> true;
            case Filter.FILTER_TYPE_EQUALITY -> published.hasObjectClass(filter.getAssertionValue());
            default -> throw new LDAPException(ResultCode.UNWILLING_TO_PERFORM, "only filters of objectClass");
        };
    }

    static Entry license(String messageId, String kid, byte[] json) {
        return new Entry(
                new DN(new RDN(MESSAGE_ID, messageId), LICENSES),
                new Attribute(OBJECT_CLASS, "top", LICENSE),
                new Attribute(MESSAGE_ID, messageId),
                new Attribute(KID, kid),
                new Attribute(LICENSE, json));
    }

    /** Whether who asks for these attributes of a license is shown the license itself, which is a play. */
    static boolean isPlay(List<String> attributes, boolean typesOnly) {
        return !typesOnly && asked(ANY_LICENSE, attributes, false).hasAttribute(LICENSE);
    }

    /** What is asked for of a license (RFC 4511 §4.5.1.8). */
    static Entry asked(Entry license, List<String> attributes, boolean typesOnly) {
        Entry asked = new SearchEntryParer(attributes, SCHEMA).pareEntry(license);
        return typesOnly ? namesOf(asked) : asked;
    }

    /** The same of what is published, all of which are operational attributes. */
    static Entry askedOfPublished(Entry published, List<String> attributes, boolean typesOnly) {
        List<String> wanted = new ArrayList<>(attributes);
        Collections.replaceAll(wanted, "+", "*");
        Entry asked = new SearchEntryParer(wanted, null).pareEntry(published);
        return typesOnly ? namesOf(asked) : asked;
    }

    private static Entry namesOf(Entry entry) {
        Entry names = new Entry(entry.getDN());
        entry.getAttributes()
                .forEach(attribute -> names.addAttribute(new Attribute(attribute.getName(), new String[0])));
        return names;
    }
}
