package org.ssms.sip.container.config;

/** A setting that cannot be used; the text begins with its key and holds no secret. Stops the deployment. */
public final class InvalidConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public InvalidConfigException(String key, String problem) {
        super(key + ": " + problem);
    }

    public InvalidConfigException(String key, String problem, Throwable cause) {
        super(key + ": " + problem, cause);
    }
}
