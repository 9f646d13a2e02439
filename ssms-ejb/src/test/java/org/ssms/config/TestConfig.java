package org.ssms.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;

/** Configurations for tests of other packages. */
public final class TestConfig {
    private TestConfig() {}

    public static SsmsConfig defaults() {
        return with(Map.of());
    }

    /** The shipped defaults but for these keys. */
    public static SsmsConfig with(Map<String, String> changed) {
        try {
            Map<String, String> values = ConfigReaderTest.defaults();
            values.putAll(changed);
            return ConfigReader.read(key -> Optional.ofNullable(values.get(key)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
