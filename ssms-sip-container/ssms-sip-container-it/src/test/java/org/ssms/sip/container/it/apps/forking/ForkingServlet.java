package org.ssms.sip.container.it.apps.forking;

import jakarta.annotation.Resource;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.servlet.sip.Proxy;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.URI;
import org.jspecify.annotations.Nullable;

/** Proxies to all the URIs of {@code X-Targets}. */
@javax.servlet.sip.annotation.SipServlet(name = "forking")
public class ForkingServlet extends SipServlet {
    private static final long serialVersionUID = 1L;

    private transient @Nullable SipFactory factory;

    @Resource
    public void setFactory(SipFactory given) {
        factory = given;
    }

    @Override
    protected void doInvite(SipServletRequest invite) throws ServletException, IOException {
        if (!invite.isInitial()) {
            return;
        }
        SipFactory uris = Objects.requireNonNull(factory);
        List<URI> targets = new ArrayList<>();
        for (String target : invite.getHeader("X-Targets").split(",", -1)) {
            targets.add(uris.createURI(target));
        }
        Proxy proxy = invite.getProxy();
        proxy.setParallel(true);
        proxy.setRecordRoute(true);
        proxy.proxyTo(targets);
    }
}
