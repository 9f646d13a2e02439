package org.ssms.license.ldap;

import java.util.List;

/**
 * Whether an operation has the fields that RFC 4511 gives it, and no other one: what the SDK's decoder does not ask for
 * it leaves behind, and reads as the next request.
 */
final class RequestFields {
    private static final int BOOLEAN = 0x01;
    private static final int INTEGER = 0x02;
    private static final int OCTETS = 0x04;
    private static final int CHOICE = 0x0a;
    private static final int SEQUENCE = 0x30;
    private static final int SET = 0x31;

    private static final int BIND = 0x60;
    private static final int UNBIND = 0x42;
    private static final int SEARCH = 0x63;
    private static final int MODIFY = 0x66;
    private static final int ADD = 0x68;
    private static final int DELETE = 0x4a;
    private static final int MODIFY_DN = 0x6c;
    private static final int COMPARE = 0x6e;
    private static final int ABANDON = 0x50;
    private static final int EXTENDED = 0x77;

    /** Context-specific tags, the first and the constructed first. */
    private static final int FIRST = 0x80;

    private static final int SASL = 0xa3;
    private static final int AND = 0xa0;
    private static final int OR = 0xa1;
    private static final int NOT = 0xa2;
    private static final int EQUALITY = 0xa3;
    private static final int SUBSTRINGS = 0xa4;
    private static final int GREATER = 0xa5;
    private static final int LESS = 0xa6;
    private static final int PRESENT = 0x87;
    private static final int APPROXIMATE = 0xa8;
    private static final int EXTENSIBLE = 0xa9;
    private static final int DN_ATTRIBUTES = 0x84;

    private static final int LARGEST_CHOICE = 3;

    private RequestFields() {}

    /** Of a message's operation. */
    static boolean areExact(BerElement operation) {
        List<BerElement> fields = operation.inside();
        return switch (operation.tag()) {
            case BIND -> fields.size() == 3 && are(fields.subList(0, 2), INTEGER, OCTETS) && isProof(fields.get(2));
            case UNBIND -> operation.length() == 0;
            case SEARCH -> isSearch(fields);
            case MODIFY ->
                are(fields, OCTETS, SEQUENCE) && fields.get(1).inside().stream().allMatch(RequestFields::isChange);
            case ADD ->
                are(fields, OCTETS, SEQUENCE) && fields.get(1).inside().stream().allMatch(RequestFields::isAttribute);
            case DELETE -> true;
            case MODIFY_DN -> are(fields, OCTETS, OCTETS, BOOLEAN) || are(fields, OCTETS, OCTETS, BOOLEAN, FIRST);
            case COMPARE -> are(fields, OCTETS, SEQUENCE) && are(fields.get(1).inside(), OCTETS, OCTETS);
            case ABANDON -> isNumber(operation);
            case EXTENDED -> are(fields, FIRST) || are(fields, FIRST, FIRST + 1);
            default -> false;
        };
    }

    /** Whether it is a number as the decoder reads one. */
    static boolean isNumber(BerElement number) {
        return number.length() > 0 && number.length() <= Integer.BYTES;
    }

    private static boolean are(List<BerElement> fields, int... tags) {
        boolean isRight = fields.size() == tags.length;
        for (int i = 0; isRight && i < tags.length; i++) {
            isRight = isA(fields.get(i), tags[i]);
        }
        return isRight;
    }

    private static boolean isA(BerElement field, int tag) {
        return field.tag() == tag
                && switch (tag) {
                    case INTEGER -> isNumber(field);
                    case BOOLEAN, DN_ATTRIBUTES -> field.length() == 1;
                    case CHOICE -> field.length() == 1 && field.octet(0) <= LARGEST_CHOICE;
                    default -> true;
                };
    }

    private static boolean isProof(BerElement proof) {
        return proof.tag() == FIRST
                || (proof.tag() == SASL && (are(proof.inside(), OCTETS) || are(proof.inside(), OCTETS, OCTETS)));
    }

    private static boolean isSearch(List<BerElement> fields) {
        return fields.size() == 8
                && are(fields.subList(0, 6), OCTETS, CHOICE, CHOICE, INTEGER, INTEGER, BOOLEAN)
                && isFilter(fields.get(6))
                && isListOf(fields.get(7), SEQUENCE, OCTETS);
    }

    private static boolean isFilter(BerElement filter) {
        List<BerElement> parts = filter.inside();
        return switch (filter.tag()) {
            case AND, OR -> parts.stream().allMatch(RequestFields::isFilter);
            case NOT -> parts.size() == 1 && isFilter(parts.get(0));
            case EQUALITY, GREATER, LESS, APPROXIMATE -> are(parts, OCTETS, OCTETS);
            case SUBSTRINGS ->
                are(parts, OCTETS, SEQUENCE)
                        && parts.get(1).inside().stream().allMatch(part -> isWithin(part, FIRST, FIRST + 2));
            case PRESENT -> true;
            case EXTENSIBLE -> parts.stream().allMatch(part -> isWithin(part, FIRST + 1, DN_ATTRIBUTES));
            default -> false;
        };
    }

    private static boolean isWithin(BerElement part, int first, int last) {
        return part.tag() >= first && part.tag() <= last && isA(part, part.tag());
    }

    private static boolean isChange(BerElement change) {
        return change.tag() == SEQUENCE
                && change.inside().size() == 2
                && isA(change.inside().get(0), CHOICE)
                && isAttribute(change.inside().get(1));
    }

    private static boolean isAttribute(BerElement attribute) {
        return attribute.tag() == SEQUENCE
                && are(attribute.inside(), OCTETS, SET)
                && isListOf(attribute.inside().get(1), SET, OCTETS);
    }

    private static boolean isListOf(BerElement list, int tag, int each) {
        return list.tag() == tag && list.inside().stream().allMatch(one -> isA(one, each));
    }
}
