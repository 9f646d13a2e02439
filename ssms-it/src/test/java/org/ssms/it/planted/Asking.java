package org.ssms.it.planted;

import org.ssms.it.server.Exchange;
import org.ssms.it.server.SsmsServer;

/** Asks for the shared servers in its members only, as a test class may, and is none. */
public final class Asking {
    private Asking() {}

    /** Asks for the exchange. */
    public static final class Member {
        public Exchange exchange() {
            return Exchange.shared();
        }
    }

    /** Asks for the server. */
    public static class Extended {
        public SsmsServer server() {
            return SsmsServer.shared();
        }

        /** A member that extends the class it is in. */
        public static final class Within extends Extended {}
    }

    /** Does not ask itself. */
    public static final class Extending extends Extended {}
}
