package org.ssms.guard.web;

import io.undertow.server.OpenListener;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.InetSocketAddress;
import java.nio.channels.Channel;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jboss.as.server.CurrentServiceContainer;
import org.jboss.msc.service.ServiceContainer;
import org.jboss.msc.service.ServiceController;
import org.jboss.msc.service.ServiceName;
import org.jspecify.annotations.Nullable;
import org.ssms.guard.web.Connections.Ends;
import org.xnio.ChannelListener;
import org.xnio.ChannelListeners;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;
import org.xnio.channels.AcceptingChannel;

/**
 * Puts itself between the listeners of WildFly and the connections they accept, and ends those whose time is over.
 * WildFly has no place for that: the accepting channel is a private field of its listener services, found here by its
 * type. That it is found is tested on the server ({@code HostileHostIT}), and a listener without guard is an error in
 * the log.
 */
final class Listeners implements Runnable {
    private static final Logger LOG = System.getLogger(Listeners.class.getName());
    private static final ServiceName LISTENER = ServiceName.parse("org.wildfly.undertow.listener");
    private static final ServiceName MANAGEMENT = ServiceName.parse("org.wildfly.management.http.extensible");

    private final Map<ServiceName, Door> doors = new HashMap<>();
    private final Map<ServiceName, AcceptingChannel<?>> guarded = new HashMap<>();
    private final Set<ServiceName> unguardable = new HashSet<>();
    private final List<Door> all;

    Listeners(Door open, Door keys, Door management) {
        List.of("default", "https", "loopback").forEach(name -> doors.put(LISTENER.append(name), open));
        doors.put(LISTENER.append("keys"), keys);
        doors.put(MANAGEMENT, management);
        all = List.of(open, keys, management);
    }

    @Override
    public void run() {
        // each for itself, or one listener that we do not understand would keep all deadlines from running out
        goOn(() -> all.forEach(door -> door.connections().overdue().forEach(Listeners::close)));
        ServiceContainer container = CurrentServiceContainer.getServiceContainer();
        if (container != null) {
            doors.forEach((name, door) -> goOn(() -> guard(name, container.getService(name), door)));
        }
    }

    private static void goOn(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | LinkageError e) {
            LOG.log(Level.ERROR, "SSMS-9002 the watch over connections failed in our code", e);
        }
    }

    private void guard(ServiceName name, @Nullable ServiceController<?> controller, Door door) {
        if (controller == null || controller.getState() != ServiceController.State.UP) {
            return;
        }
        try {
            Object owner = owner(name, controller);
            AcceptingChannel<?> server = find(owner, AcceptingChannel.class);
            if (server == null || guarded.get(name) == server) {
                return;
            }
            OpenListener listener = find(owner, OpenListener.class);
            if (listener == null) {
                throw new NoSuchFieldException("OpenListener");
            }
            if (name.equals(MANAGEMENT)) {
                // the web server has the filter of 70-web.cli instead
                listener.setRootHandler(new FrontDoor(port -> door, new Proxies(""), listener.getRootHandler()));
            }
            accept(server, listener, door);
            guarded.put(name, server);
        } catch (ReflectiveOperationException e) {
            if (unguardable.add(name)) {
                LOG.log(Level.ERROR, "SSMS-9001 the listener " + name + " takes connections without limits", e);
            }
        }
    }

    /** The object with the accepting channel: the service of the web server, the server in that of the management. */
    @SuppressWarnings("deprecation") // MSC gives its new values to dependent services only
    private static Object owner(ServiceName name, ServiceController<?> controller) throws ReflectiveOperationException {
        Object service = controller.getService();
        if (!name.equals(MANAGEMENT)) {
            return service;
        }
        Class<?> type =
                service.getClass().getClassLoader().loadClass("org.jboss.as.domain.http.server.ManagementHttpServer");
        Object server = find(service, type);
        if (server == null) {
            throw new NoSuchFieldException("ManagementHttpServer");
        }
        return server;
    }

    /** The value of a field of that type, or of a subtype; null when all of them are null.
     *  @throws NoSuchFieldException when there is no such field */
    private static <T> @Nullable T find(Object owner, Class<T> type) throws ReflectiveOperationException {
        boolean exists = false;
        for (Class<?> part = owner.getClass(); part != null; part = part.getSuperclass()) {
            for (Field field : part.getDeclaredFields()) {
                if (type.isAssignableFrom(field.getType()) && !Modifier.isStatic(field.getModifiers())) {
                    exists = true;
                    field.setAccessible(true);
                    Object value = field.get(owner);
                    if (value != null) {
                        return type.cast(value);
                    }
                }
            }
        }
        if (!exists) {
            throw new NoSuchFieldException(owner.getClass() + " has no " + type.getSimpleName());
        }
        return null;
    }

    @SuppressWarnings("unchecked") // a setter of any accepting channel takes a listener of its supertype
    private static void accept(AcceptingChannel<?> server, OpenListener listener, Door door) {
        var setter = (ChannelListener.Setter<AcceptingChannel<StreamConnection>>) server.getAcceptSetter();
        setter.set(accepting -> {
            try {
                for (StreamConnection accepted = accepting.accept(); accepted != null; accepted = accepting.accept()) {
                    if (isAdmitted(accepted, door)) {
                        ChannelListeners.invokeChannelListener(accepted, listener);
                    } else {
                        IoUtils.safeClose(accepted);
                    }
                }
            } catch (IOException e) {
                // descriptors are used up, or the peer is gone already; the channel stays ready, so it is tried again
                LOG.log(Level.DEBUG, "no connection accepted", e);
            }
        });
    }

    private static boolean isAdmitted(StreamConnection accepted, Door door) {
        InetSocketAddress peer = accepted.getPeerAddress(InetSocketAddress.class);
        InetSocketAddress local = accepted.getLocalAddress(InetSocketAddress.class);
        return peer != null && local != null && door.connections().admit(new Ends(peer, local), accepted);
    }

    /** By its own thread, as everything with a connection. */
    private static void close(Channel channel) {
        if (channel instanceof StreamConnection connection) {
            connection.getIoThread().execute(() -> IoUtils.safeClose(connection));
        }
    }
}
