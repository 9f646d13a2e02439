package org.ssms.sip.container.message;

import gov.nist.javax.sip.message.SIPMessage;
import java.net.InetAddress;
import javax.sip.message.Message;
import org.jspecify.annotations.Nullable;

/**
 * Where a message was received from. Upstream asks the channel of the transaction, which over UDP is one for all
 * packets that a thread reads: it tells where the last of them came from, which may be anybody.
 */
final class PacketSource {
    private PacketSource() {}

    /** Numeric; null for a message that did not come from the network. */
    static @Nullable String address(Message message) {
        InetAddress address = ((SIPMessage) message).getPeerPacketSourceAddress();
        return address == null ? null : address.getHostAddress();
    }

    /** Of a message that has an address. */
    static int port(Message message) {
        return ((SIPMessage) message).getPeerPacketSourcePort();
    }
}
