package org.ssms.identity.stir;

import org.ssms.base.config.ConfigValues;

/**
 * How telephone numbers are dialled here.
 *
 * @param countryCode digits without prefix; empty when national numbers are not understood
 * @param nationalPrefix digits dialled before a national number; may be empty
 * @param internationalPrefix digits dialled before a country code; may be empty
 */
public record Numbering(String countryCode, String nationalPrefix, String internationalPrefix) {
    public static Numbering from(ConfigValues in) {
        return new Numbering(
                in.digits("ssms.numbering.country-code", 3),
                in.digits("ssms.numbering.national-prefix", 4),
                in.digits("ssms.numbering.international-prefix", 6));
    }
}
