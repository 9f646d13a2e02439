package org.ssms.sip.flood;

import org.ssms.base.config.ConfigValues;

/**
 * The token bucket of each source address.
 *
 * @param rate requests in a second
 * @param burst requests at once
 * @param sources addresses that are remembered
 */
public record FloodConfig(int rate, int burst, int sources) {
    public static FloodConfig from(ConfigValues in) {
        return new FloodConfig(
                in.number("ssms.flood.rate", 1, 1_000_000),
                in.number("ssms.flood.burst", 1, 1_000_000),
                in.number("ssms.flood.sources", 1, 10_000_000));
    }
}
