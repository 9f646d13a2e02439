package org.ssms.sip.container.application;

import java.util.ArrayList;
import java.util.EventListener;
import java.util.List;
import org.mobicents.servlet.sip.core.session.SipListenersHolder;
import org.ssms.sip.container.context.ApplicationContexts;
import org.ssms.sip.container.context.Instance;
import org.ssms.sip.container.log.Redaction;

/** The {@code @SipListener}s of an application, injected, and called inside its contexts. */
final class Listeners extends SipListenersHolder {
    private static final System.Logger LOG = System.getLogger(Listeners.class.getName());

    private final SipApplicationContext application;
    private final ApplicationContexts contexts;
    private final List<Runnable> releases = new ArrayList<>();

    Listeners(SipApplicationContext application, ApplicationContexts contexts) {
        super(application);
        this.application = application;
        this.contexts = contexts;
    }

    /** A class that is a servlet as well has one instance for both. */
    @Override
    public boolean loadListeners(String[] names, ClassLoader loader) {
        for (String name : names) {
            try {
                Object listener = listener(Class.forName(name, false, loader));
                addListenerToBunch((EventListener) contexts.proxy(listener));
            } catch (Exception e) {
                LOG.log(System.Logger.Level.ERROR, "SIP listener " + name + " does not start", Redaction.redacted(e));
                return false;
            }
        }
        return true;
    }

    private Object listener(Class<?> type) throws Exception {
        ServletHolder servlet = application.servletOf(type);
        if (servlet != null) {
            return servlet.servlet();
        }
        Instance<?> created = contexts.create(type);
        releases.add(created.release());
        return created.object();
    }

    @Override
    public void clean() {
        super.clean();
        releases.forEach(Runnable::run);
        releases.clear();
    }
}
