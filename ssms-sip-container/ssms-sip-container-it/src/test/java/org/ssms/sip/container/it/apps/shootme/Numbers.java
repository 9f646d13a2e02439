package org.ssms.sip.container.it.apps.shootme;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import javax.servlet.sip.SipFactory;

/** A CDI bean, which the container does not make itself, with one of its resources. */
@ApplicationScoped
public class Numbers {
    @Resource
    private SipFactory factory;

    String uri() {
        return factory.createSipURI("bean", "example.com").toString();
    }
}
