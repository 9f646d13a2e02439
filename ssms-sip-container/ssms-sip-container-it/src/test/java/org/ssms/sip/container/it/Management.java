package org.ssms.sip.container.it;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import javax.management.JMX;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import org.ssms.sip.container.management.SipApplicationMXBean;

/** The server's JVM and the container's bean, seen through JMX. */
record Management(MBeanServerConnection server) {

    SipApplicationMXBean application() throws Exception {
        return JMX.newMXBeanProxy(
                server,
                new ObjectName("org.ssms.sip.container:type=SipApplication,name=\"container-it\""),
                SipApplicationMXBean.class);
    }

    /** How often the test application noted {@code what}. */
    int noted(String what) throws Exception {
        int count = 0;
        for (ObjectName name : server.queryNames(new ObjectName(JournalMXBean.NAME + ",*"), null)) {
            JournalMXBean journal = JMX.newMXBeanProxy(server, name, JournalMXBean.class);
            count += journal.getCounts().getOrDefault(what, 0);
        }
        return count;
    }

    /** Of the specification, such as 17. */
    String javaVersion() throws Exception {
        return (String) server.getAttribute(new ObjectName("java.lang:type=Runtime"), "SpecVersion");
    }

    boolean hasApplicationBean() throws Exception {
        return !server.queryNames(new ObjectName("org.ssms.sip.container:*"), null)
                .isEmpty();
    }

    /** Bytes of heap in use after a full collection. */
    long heapAfterCollection() throws Exception {
        ObjectName memory = new ObjectName("java.lang:type=Memory");
        server.invoke(memory, "gc", null, null);
        return (Long) ((CompositeData) server.getAttribute(memory, "HeapMemoryUsage")).get("used");
    }

    int threadCount() throws Exception {
        return (Integer) server.getAttribute(new ObjectName("java.lang:type=Threading"), "ThreadCount");
    }

    /** Class loaders of deployments of the test WAR that are alive after a full collection. */
    long applicationLoaders() throws Exception {
        server.invoke(new ObjectName("java.lang:type=Memory"), "gc", null, null);
        String loaders = (String) server.invoke(
                new ObjectName("com.sun.management:type=DiagnosticCommand"),
                "vmClassloaders",
                new Object[] {new String[0]},
                new String[] {String[].class.getName()});
        return loaders.lines()
                .filter(line -> line.contains("\"deployment.it.war\""))
                .count();
    }

    /** Live threads by name, numbers in the names removed. */
    Map<String, Integer> threads() throws Exception {
        ObjectName threading = new ObjectName("java.lang:type=Threading");
        CompositeData[] dump = (CompositeData[]) server.invoke(
                threading, "dumpAllThreads", new Object[] {false, false}, new String[] {"boolean", "boolean"});
        Map<String, Integer> names = new TreeMap<>();
        Arrays.stream(dump)
                .map(thread -> ((String) thread.get("threadName")).replaceAll("\\d+", "#"))
                .forEach(name -> names.merge(name, 1, Integer::sum));
        return names;
    }
}
