package org.ssms.media.sdp.drm;

/**
 * A way to a license that we support.
 *
 * @param type of the DRM system
 * @param transport by which its license server is asked
 * @param address of the license server: FQDN, IPv4 address, or IPv6 address in brackets
 * @param port 1 to 65535
 * @param strength of the protection; more is stronger
 */
public record DrmMethod(String type, String transport, String address, int port, int strength) {
    /**
     * Checks that it can be written as an answer.
     *
     * @throws IllegalArgumentException when it cannot
     */
    public DrmMethod {
        boolean zero = type.equals("0") || transport.equals("0") || address.equals("0") || port == 0;
        if (zero || new DrmAttribute(type, address, port, transport).hasNoAddress()) {
            throw new IllegalArgumentException("a method needs type, transport, address and port");
        }
    }
}
