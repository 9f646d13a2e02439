package org.ssms.base.config;

/** A configuration value that the server cannot run with. The text begins with the key. */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ConfigException(String key, String problem) {
        super(key + ": " + problem);
    }
}
