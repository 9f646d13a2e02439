package org.ssms.media.sdp.drm;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.StringTokenizer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The value of one {@code a=drm} line: {@code type SP addr SP port SP transport}. Offers have address and port 0; an
 * answer is {@link #ZERO}, or has those of a license server. Which of these a line may be its place decides, and not
 * its grammar.
 *
 * @param type token, or "0"
 * @param address FQDN, IPv4 address, IPv6 address in brackets, or "0"; never looked up here
 * @param port 0 to 65535
 * @param transport tokens with slashes between, or "0"; nothing follows from the port
 */
public record DrmAttribute(String type, String address, int port, String transport) {
    public static final String NAME = "drm";

    /** Longer than any line that can be used. */
    private static final int MAX_LENGTH = 512;

    private static final int MAX_TOKEN = 64;
    private static final int MAX_PORT = 0xffff;

    /** RFC 8866 §9. */
    private static final String TOKEN = "[!#-'*+.0-9A-Z^-~-]+";

    private static final Pattern TYPE = Pattern.compile(TOKEN);
    private static final Pattern TRANSPORT = Pattern.compile(TOKEN + "(/" + TOKEN + ")*");
    private static final int MAX_HOST = 253;
    private static final String LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
    private static final Pattern HOST = Pattern.compile(LABEL + "(?:\\." + LABEL + ")*");
    private static final Pattern IP6 = Pattern.compile("\\[[0-9A-Fa-f:.]{2,45}]");
    private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");

    /** "Not supported". Behind the patterns, which it is checked by. */
    public static final DrmAttribute ZERO = new DrmAttribute("0", "0", 0, "0");

    /**
     * A line that can be written.
     *
     * @throws IllegalArgumentException when it would break the grammar
     */
    public DrmAttribute {
        String problem = problem(type, address, port, transport);
        if (problem != null) {
            throw new IllegalArgumentException(problem);
        }
    }

    private static @Nullable String problem(String type, String address, int port, String transport) {
        if (type.length() > MAX_TOKEN || !TYPE.matcher(type).matches()) {
            return "the type is no token";
        }
        if (!isHost(address)) {
            return "the address is none";
        }
        if (port < 0 || port > MAX_PORT) {
            return "the port is out of range";
        }
        boolean token =
                transport.length() <= MAX_TOKEN && TRANSPORT.matcher(transport).matches();
        return token ? null : "the transport is none";
    }

    private static boolean isHost(String address) {
        return IP6.matcher(address).matches()
                ? isIp6(address)
                : address.length() <= MAX_HOST && HOST.matcher(address).matches();
    }

    private static boolean isIp6(String inBrackets) {
        try {
            var unused = InetAddress.getByName(inBrackets); // so it can only be a literal
            return true;
        } catch (UnknownHostException notALiteral) {
            return false;
        }
    }

    /** What somebody offers who supports that. */
    public static DrmAttribute offer(String type, String transport) {
        return new DrmAttribute(type, "0", 0, transport);
    }

    /**
     * Reads a value, with as many blanks as somebody likes around its four tokens.
     *
     * @throws MalformedDrmException for anything else that breaks the grammar
     */
    public static DrmAttribute parse(String value) throws MalformedDrmException {
        if (value.length() > MAX_LENGTH) {
            throw new MalformedDrmException("longer than " + MAX_LENGTH);
        }
        StringTokenizer tokens = new StringTokenizer(value, " ");
        if (tokens.countTokens() != 4) {
            throw new MalformedDrmException("not four tokens");
        }
        String type = tokens.nextToken();
        String address = tokens.nextToken();
        String port = tokens.nextToken();
        String transport = tokens.nextToken();
        if (!PORT.matcher(port).matches()) {
            throw new MalformedDrmException("the port is no number");
        }
        String problem = problem(type, address, Integer.parseInt(port), transport);
        if (problem != null) {
            throw new MalformedDrmException(problem);
        }
        return new DrmAttribute(type, address, Integer.parseInt(port), transport);
    }

    /** "Not supported". */
    public boolean isZero() {
        return equals(ZERO);
    }

    /** Whether it names no host to connect to. */
    public boolean hasNoAddress() {
        return address.equals("0") && port == 0;
    }

    /** Whether it is of the same type and transport, whatever the case. */
    boolean isOf(String otherType, String otherTransport) {
        return type.equalsIgnoreCase(otherType) && transport.equalsIgnoreCase(otherTransport);
    }

    /** As it is written, with one blank between. */
    public String value() {
        return type + " " + address + " " + port + " " + transport;
    }
}
