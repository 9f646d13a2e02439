package org.ssms.sip.container.application;

import org.jspecify.annotations.Nullable;
import org.mobicents.servlet.sip.core.MobicentsSipFactory;
import org.mobicents.servlet.sip.core.SipContext;
import org.mobicents.servlet.sip.core.SipManager;
import org.mobicents.servlet.sip.core.session.MobicentsSipApplicationSession;
import org.mobicents.servlet.sip.core.session.MobicentsSipApplicationSessionKey;
import org.mobicents.servlet.sip.core.session.MobicentsSipSession;
import org.mobicents.servlet.sip.core.session.MobicentsSipSessionKey;
import org.mobicents.servlet.sip.core.session.SipApplicationSessionKey;
import org.mobicents.servlet.sip.core.session.SipSessionKey;
import org.mobicents.servlet.sip.core.session.SipStandardManagerDelegate;
import org.mobicents.servlet.sip.message.SipFactoryImpl;
import org.ssms.sip.container.context.ApplicationContexts;

/**
 * The SIP and application sessions of one application, in memory. Gives the inherited store the type the dispatcher
 * asks for. An application session that is made inside a callback is locked until that ends.
 */
final class SessionManager extends SipStandardManagerDelegate implements SipManager {

    private final ApplicationContexts contexts;

    SessionManager(SipContext application, MobicentsSipFactory factory, ApplicationContexts contexts) {
        this.contexts = contexts;
        setContainer(application);
        setSipFactoryImpl((SipFactoryImpl) factory);
    }

    @Override
    public MobicentsSipApplicationSession getSipApplicationSession(
            MobicentsSipApplicationSessionKey key, boolean create) {
        return getSipApplicationSession((SipApplicationSessionKey) key, create);
    }

    /** Called for a session that does not exist yet, and that nobody else knows before this returns. */
    @Override
    protected MobicentsSipApplicationSession getNewMobicentsSipApplicationSession(
            SipApplicationSessionKey key, SipContext application) {
        MobicentsSipApplicationSession session = super.getNewMobicentsSipApplicationSession(key, application);
        if (contexts.atEnd(session::release)) {
            session.acquire();
        }
        return session;
    }

    @Override
    public MobicentsSipSession getSipSession(
            MobicentsSipSessionKey key,
            boolean create,
            MobicentsSipFactory factory,
            MobicentsSipApplicationSession applicationSession) {
        return getSipSession((SipSessionKey) key, create, (SipFactoryImpl) factory, applicationSession);
    }

    @Override
    public void setMobicentsSipFactory(MobicentsSipFactory factory) {
        setSipFactoryImpl((SipFactoryImpl) factory);
    }

    @Override
    public MobicentsSipFactory getMobicentsSipFactory() {
        return getSipFactoryImpl();
    }

    /** HTTP sessions are the servlet container's; none is found here. */
    @Override
    public @Nullable Object findSession(String httpSessionId) {
        return null;
    }
}
