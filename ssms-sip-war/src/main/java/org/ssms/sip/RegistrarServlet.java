package org.ssms.sip;

import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.annotation.SipServlet;
import org.ssms.identity.DigestRequest;
import org.ssms.location.Registrar;
import org.ssms.location.Registration;
import org.ssms.location.RegistrationResult;
import org.ssms.sip.header.MalformedHeaderException;

/**
 * SIP adapter of the {@link Registrar}: who is it (digest), whose address is it (nobody registers another), what is
 * asked for. RFC 3261 §10.3, RFC 3327 (Path), RFC 5626 §6.
 */
@SipServlet(name = "registrar", loadOnStartup = 1)
public class RegistrarServlet extends javax.servlet.sip.SipServlet {
    private static final long serialVersionUID = 1L;
    private static final Set<String> SUPPORTED = Set.of("path", "outbound");

    @Inject
    private transient CallerGate gate;

    @Inject
    private transient Registrar registrar;

    @Inject
    private transient Clock clock;

    @Override
    protected void doRegister(SipServletRequest register) throws IOException {
        List<String> unsupported = Headers.unknownOptions(register, "Require", SUPPORTED);
        if (!unsupported.isEmpty()) {
            Replies.badExtension(register, unsupported).send();
            return;
        }
        Optional<String> subscriber = gate.authenticate(register, DigestRequest.Kind.REGISTRAR);
        if (subscriber.isPresent()) {
            answer(register, subscriber.get()).send();
        }
    }

    private SipServletResponse answer(SipServletRequest register, String subscriber) {
        if (!gate.isAddressOf(register.getTo().getURI().toString(), subscriber)) {
            return Replies.of(register, SipServletResponse.SC_FORBIDDEN);
        }
        RegisterReader reader = new RegisterReader(register, gate.isTrunk(register));
        Registration registration;
        try {
            registration = reader.read(subscriber);
        } catch (MalformedHeaderException e) {
            return Replies.of(register, SipServletResponse.SC_BAD_REQUEST);
        }
        RegistrationResult result = registrar.register(registration);
        if (result instanceof RegistrationResult.Registered registered) {
            return new RegisteredReply(clock.instant()).of(register, registered, registration, reader.keepsFlow());
        }
        RegistrationResult.Refused refused = (RegistrationResult.Refused) result;
        SipServletResponse response = Replies.of(register, refused.status());
        if (refused.minExpires() != null) {
            response.setHeader("Min-Expires", refused.minExpires().toString());
        }
        return response;
    }
}
