package org.ssms.sip;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import org.ssms.location.Contact;
import org.ssms.location.Registration;
import org.ssms.location.RegistrationResult.Registered;

/**
 * Writes the 200 to a REGISTER: every binding with the seconds it still has (RFC 3261 §10.3 step 8).
 *
 * @param now time of the response
 */
record RegisteredReply(Instant now) {
    /** RFC 3261 §20.17: two digits for the day, unlike RFC 1123 in the JDK. */
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);

    private static final long MILLIS = 1000;

    /** Keep-alives of the phone within this many seconds keep its flow (RFC 5626 §4.4). */
    private static final String FLOW_SECONDS = "120";

    SipServletResponse of(
            SipServletRequest register, Registered registered, Registration registration, boolean keepsFlow) {
        SipServletResponse ok = Replies.of(register, SipServletResponse.SC_OK);
        registered.bindings().forEach(binding -> ok.addHeader("Contact", contact(binding)));
        ok.setHeader("Date", date());
        ok.setHeader("Supported", "path, outbound");
        registration.path().forEach(path -> ok.addHeader("Path", path));
        if (keepsFlow) {
            ok.setHeader("Require", "outbound");
            ok.setHeader("Flow-Timer", FLOW_SECONDS);
        }
        return ok;
    }

    String date() {
        return DATE.format(now);
    }

    String contact(Contact binding) {
        long millis = Duration.between(now, binding.expiresAt()).toMillis();
        long seconds = Math.max(0, (millis + MILLIS - 1) / MILLIS);
        int q = binding.qMillis();
        return "<" + binding.uri() + ">;q=" + q / 1000 + "." + "%03d".formatted(q % 1000) + ";expires=" + seconds;
    }
}
