package org.ssms.sip.container.routing;

import gov.nist.javax.sip.message.SIPRequest;
import java.io.IOException;
import java.io.Reader;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.ar.SipApplicationRouterInfo;
import javax.servlet.sip.ar.SipApplicationRoutingRegion;
import javax.servlet.sip.ar.SipRouteModifier;
import javax.sip.address.SipURI;
import javax.sip.address.TelURL;
import javax.sip.address.URI;
import org.jspecify.annotations.Nullable;
import org.ssms.sip.container.config.InvalidConfigException;
import org.ssms.sip.container.config.SipContainerConfig;

/**
 * Applications in order, by method: the file of the default application router (JSR 289 appendix C). A property for
 * each method, whose value is a list like
 * <pre>INVITE: ("screening", "DAR:From", "ORIGINATING", "", "NO_ROUTE", "0"), ("mailbox", "DAR:To", "TERMINATING", "",
 * "NO_ROUTE", "1")</pre> and Restcomm's seventh field with options between spaces, {@code "DIRECTION=INBOUND
 * REGEX=From:.*@example\\.com"}.
 *
 * @param byMethod steps in order; a method that is not named is for no application
 */
record RoutingTable(Map<String, List<Step>> byMethod) {
    private static final String QUOTED = "\\s*\"([^\"]*)\"\\s*";
    private static final Pattern STEP = Pattern.compile("\\("
            + String.join(",", QUOTED, QUOTED, QUOTED, QUOTED, QUOTED, QUOTED)
            + "(?:," + QUOTED + ")?\\)\\s*(?:,\\s*(?=\\()|$)");
    private static final Pattern SPACES = Pattern.compile("\\s+");
    private static final String ANY_METHOD = "ALL"; // of Restcomm
    private static final int LINE_LENGTH = 256;
    private static final String HEADER = "DAR:";
    private static final String DIRECTION = "DIRECTION=";
    private static final String REGEX = "REGEX=";

    /**
     * One application on the way of a request.
     *
     * @param subscriber a URI, or {@code DAR:} and the name of the header that has it
     * @param route SIP URI, empty with {@code NO_ROUTE}
     * @param inbound true when it is not for requests that another application begins
     * @param regex what must be found in the {@link RoutingTable#text} of the request; empty matches all
     */
    record Step(
            String application,
            String subscriber,
            SipApplicationRoutingRegion region,
            String route,
            SipRouteModifier modifier,
            boolean inbound,
            Pattern regex) {

        /** @param text of the request, see {@link RoutingTable#text} */
        boolean matches(String text) {
            return regex.pattern().isEmpty() || regex.matcher(text).find();
        }

        /** Whether it gets what that application has begun. */
        boolean isFor(String beginner) {
            return !inbound && !application.equals(beginner);
        }

        /** @param state what the container gives back when the application is done with the request */
        SipApplicationRouterInfo info(SipServletRequest request, Serializable state) {
            String[] routes = route.isEmpty() ? null : new String[] {route};
            return new SipApplicationRouterInfo(application, region, subscriberOf(request), routes, modifier, state);
        }

        private @Nullable String subscriberOf(SipServletRequest request) {
            if (!subscriber.startsWith(HEADER)) {
                return subscriber.isEmpty() ? null : subscriber;
            }
            String header = subscriber.substring(HEADER.length());
            return switch (header) {
                case "From" -> request.getFrom().getURI().toString();
                case "To" -> request.getTo().getURI().toString();
                default -> request.getHeader(header);
            };
        }
    }

    /**
     * What regular expressions look at: the request line, From and To, a line each. Of an address there is what says
     * who is meant: scheme, user, host and port. Nowhere do a display name, a parameter or a header stand, into which a
     * stranger could write another line, and no colon in a user. A line is short, as he pays nothing for the time that
     * an expression takes, and the same however the request is passed on inside: no Route, no body.
     */
    static String text(SIPRequest request) {
        return Stream.of(
                        request.getMethod() + " " + meant(request.getRequestURI()) + " SIP/2.0",
                        "From: <" + meant(request.getFrom().getAddress().getURI()) + ">",
                        "To: <" + meant(request.getTo().getAddress().getURI()) + ">")
                .map(line -> line.substring(0, Math.min(line.length(), LINE_LENGTH)))
                .collect(Collectors.joining("\n"));
    }

    /** Empty for a URI that is neither sip, sips nor tel: its scheme could have the name of a header. */
    private static String meant(URI uri) {
        if (uri instanceof TelURL tel) {
            return "tel:" + (tel.isGlobal() ? "+" : "") + tel.getPhoneNumber();
        }
        if (!(uri instanceof SipURI sip)) {
            return "";
        }
        String user =
                sip.getUser() == null ? "" : sip.getUser().replace(":", "%3a").replace("@", "%40") + "@";
        return sip.getScheme() + ":" + user + sip.getHost() + (sip.getPort() < 0 ? "" : ":" + sip.getPort());
    }

    /** @throws InvalidConfigException when the file cannot be read, naming the method whose list is wrong */
    static RoutingTable read(Path file) {
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(in);
        } catch (IOException | IllegalArgumentException e) {
            throw new InvalidConfigException(SipContainerConfig.APPLICATION_ROUTER, "cannot be read: " + file, e);
        }
        Map<String, List<Step>> byMethod = new TreeMap<>();
        properties.stringPropertyNames().forEach(method -> byMethod.put(method, steps(method, properties)));
        return new RoutingTable(byMethod);
    }

    private static List<Step> steps(String method, Properties properties) {
        if (method.equals(ANY_METHOD)) {
            throw refused(method, "is no method: a line is needed for each that an application wants");
        }
        List<Step> steps = new ArrayList<>();
        Matcher step = STEP.matcher(properties.getProperty(method).strip());
        int end = 0;
        while (end < step.regionEnd()) {
            if (!step.find(end) || step.start() != end) {
                throw refused(
                        method,
                        "needs (\"application\", \"subscriber\", \"region\", \"route\", \"modifier\", \"state\"), ...");
            }
            steps.add(step(method, step));
            end = step.end();
        }
        return List.copyOf(steps);
    }

    private static Step step(String method, Matcher step) {
        SipApplicationRoutingRegion region = switch (step.group(3)) {
            case "ORIGINATING" -> SipApplicationRoutingRegion.ORIGINATING_REGION;
            case "TERMINATING" -> SipApplicationRoutingRegion.TERMINATING_REGION;
            case "NEUTRAL" -> SipApplicationRoutingRegion.NEUTRAL_REGION;
            default -> throw refused(method, "has no region '" + step.group(3) + "'");
        };
        SipRouteModifier modifier = switch (step.group(5)) {
            case "NO_ROUTE" -> SipRouteModifier.NO_ROUTE;
            case "ROUTE" -> SipRouteModifier.ROUTE;
            case "ROUTE_BACK" -> SipRouteModifier.ROUTE_BACK;
            default -> throw refused(method, "has no route modifier '" + step.group(5) + "'");
        };
        if ((modifier == SipRouteModifier.NO_ROUTE) != step.group(4).isEmpty()) {
            throw refused(method, step.group(5) + " contradicts the route '" + step.group(4) + "'");
        }
        boolean inbound = false;
        Pattern regex = Pattern.compile("");
        for (String option :
                SPACES.split(step.group(7) == null ? "" : step.group(7).strip(), -1)) {
            if (option.startsWith(REGEX)) {
                regex = regex(method, option.substring(REGEX.length()));
            } else if (option.startsWith(DIRECTION)) {
                inbound = isInbound(method, option.substring(DIRECTION.length()));
            } else if (!option.isEmpty()) {
                throw refused(method, "has an option '" + option + "'; there are DIRECTION= and REGEX=");
            }
        }
        return new Step(step.group(1), step.group(2), region, step.group(4), modifier, inbound, regex);
    }

    private static Pattern regex(String method, String text) {
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw refused(method, "has no regular expression '" + text + "'");
        }
    }

    private static boolean isInbound(String method, String direction) {
        return switch (direction) {
            case "INBOUND" -> true;
            case "OUTBOUND" -> false;
            default -> throw refused(method, "has no direction '" + direction + "', but INBOUND or OUTBOUND");
        };
    }

    private static InvalidConfigException refused(String method, String why) {
        return new InvalidConfigException(SipContainerConfig.APPLICATION_ROUTER, method + " " + why);
    }

    /** Empty when no application wants the method. */
    List<Step> steps(String method) {
        return byMethod.getOrDefault(method, List.of());
    }
}
