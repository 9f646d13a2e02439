package org.ssms.sip.container.descriptor;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.servlet.sip.Address;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipURI;
import javax.servlet.sip.TelURL;
import javax.servlet.sip.URI;
import org.jspecify.annotations.Nullable;

/**
 * A variable of a servlet mapping, such as {@code request.uri.user} or {@code request.from.display-name} (JSR 289
 * §16.2).
 */
final class RequestVariable {
    private static final Pattern OF_URI = Pattern.compile(
            "request\\.(?:(?<address>from|to|route)\\.)?uri(?:\\.(?<part>scheme|user|host|port|tel|param\\.\\S+))?");
    private static final Pattern OTHER =
            Pattern.compile("request\\.(?<what>method|from|to|route)(?<display>(?<!method)\\.display-name)?");
    private static final int PARAM = "param.".length();

    private final @Nullable String address;
    private final boolean uri;
    private final String part;

    /** @throws InvalidDescriptorException when there is no such variable */
    RequestVariable(String name) {
        Matcher ofUri = OF_URI.matcher(name);
        Matcher other = OTHER.matcher(name);
        if (ofUri.matches()) {
            address = ofUri.group("address");
            uri = true;
            part = ofUri.group("part") == null ? "" : ofUri.group("part");
        } else if (other.matches()) {
            address = other.group("what").equals("method") ? null : other.group("what");
            uri = false;
            part = other.group("display") == null ? "" : "display-name";
        } else {
            throw new InvalidDescriptorException("<var> '" + name + "' is unknown");
        }
    }

    /** Null when the request has no such part. */
    @Nullable
    String of(SipServletRequest request) {
        if (address == null) {
            return uri ? partOf(request.getRequestURI()) : request.getMethod();
        }
        Address found = addressOf(request, address);
        if (found == null) {
            return null;
        }
        if (uri) {
            return partOf(found.getURI());
        }
        return part.isEmpty() ? found.toString() : found.getDisplayName();
    }

    private static @Nullable Address addressOf(SipServletRequest request, String header) {
        try {
            return switch (header) {
                case "from" -> request.getFrom();
                case "to" -> request.getTo();
                default -> request.getAddressHeader("Route");
            };
        } catch (ServletParseException malformed) {
            return null;
        }
    }

    private @Nullable String partOf(URI of) {
        if (part.startsWith("param.")) {
            return of.getParameter(part.substring(PARAM));
        }
        SipURI sip = of instanceof SipURI found ? found : null;
        return switch (part) {
            case "scheme" -> of.getScheme();
            case "user" -> sip == null ? null : sip.getUser();
            case "host" -> sip == null ? null : sip.getHost();
            case "port" -> sip == null ? null : port(sip);
            case "tel" -> tel(of);
            default -> of.toString();
        };
    }

    private static String port(SipURI uri) {
        int byScheme = uri.isSecure() ? 5061 : 5060;
        return Integer.toString(uri.getPort() > 0 ? uri.getPort() : byScheme);
    }

    private static @Nullable String tel(URI of) {
        if (of instanceof TelURL tel) {
            return tel.getPhoneNumber();
        }
        return of instanceof SipURI sip && "phone".equals(sip.getUserParam()) ? sip.getUser() : null;
    }
}
