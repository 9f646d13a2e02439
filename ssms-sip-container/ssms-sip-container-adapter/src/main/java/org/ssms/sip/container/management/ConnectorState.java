package org.ssms.sip.container.management;

import java.beans.ConstructorProperties;

/** A connector and whether its port is open. A class because MXBeans of Java 17 do not map records. */
public final class ConnectorState {
    private final String transport;
    private final String address;
    private final int port;
    private final String state;

    @ConstructorProperties({"transport", "address", "port", "state"})
    public ConnectorState(String transport, String address, int port, String state) {
        this.transport = transport;
        this.address = address;
        this.port = port;
        this.state = state;
    }

    public String getTransport() {
        return transport;
    }

    public String getAddress() {
        return address;
    }

    public int getPort() {
        return port;
    }

    /** {@code OPEN} or {@code CLOSED}. */
    public String getState() {
        return state;
    }
}
