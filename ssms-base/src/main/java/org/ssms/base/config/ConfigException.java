package org.ssms.base.config;

import java.io.IOException;
import java.net.InetAddress;

/** A configuration value that the server cannot run with. The text begins with the key. */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ConfigException(String key, String problem) {
        super(key + ": " + problem);
    }

    /** A TCP port that nobody can listen to. The launcher reads in the text which one, and tells who has it. */
    public static ConfigException ofPort(String key, InetAddress address, int port, IOException cause) {
        return new ConfigException(
                key, "tcp:" + address.getHostAddress() + ":" + port + " cannot be opened: " + cause.getMessage());
    }
}
