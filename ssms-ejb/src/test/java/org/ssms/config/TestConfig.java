package org.ssms.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import org.ssms.base.config.ConfigValues;

/** Configuration values for tests of other packages. */
public final class TestConfig {
    private TestConfig() {}

    public static ConfigValues defaults() {
        return with(Map.of());
    }

    /** The shipped defaults but for these keys. */
    public static ConfigValues with(Map<String, String> changed) {
        try {
            Map<String, String> values = ConfigurationTest.defaults();
            values.putAll(changed);
            return new ConfigValues(key -> Optional.ofNullable(values.get(key)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
