package org.ssms.sip.container.it;

import jakarta.ejb.Stateless;

/** Reached by {@code @EJB}. */
@Stateless
public class Greeter {
    public String greet(String name) {
        return "hello-" + name;
    }
}
