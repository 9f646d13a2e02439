package org.ssms.sip.container.descriptor;

import org.mobicents.servlet.sip.core.descriptor.MatchingRule;
import org.mobicents.servlet.sip.core.descriptor.MobicentsSipServletMapping;

/** A {@code <servlet-mapping>}: requests that match go to the servlet. Fixed once made. */
public record ServletMapping(String getServletName, MatchingRule getMatchingRule)
        implements MobicentsSipServletMapping {
    @Override
    public void setServletName(String name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setMatchingRule(MatchingRule rule) {
        throw new UnsupportedOperationException();
    }
}
