package org.ssms.sip.container.it;

import java.util.Map;

/** How often what happened; read by the tests over JMX. */
public interface JournalMXBean {
    /** Followed by {@code ,id=}NUMBER. */
    String NAME = "org.ssms.sip.container.it:type=Journal";

    Map<String, Integer> getCounts();
}
