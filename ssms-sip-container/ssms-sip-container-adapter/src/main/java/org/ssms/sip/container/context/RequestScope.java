package org.ssms.sip.container.context;

import jakarta.enterprise.context.control.RequestContextController;
import jakarta.enterprise.inject.spi.BeanManager;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Activates the CDI request scope for one callback. Controllers are kept for reuse in a queue and not in a thread
 * local: the deployment thread belongs to the server, and a value left on it would hold the application's class loader.
 */
final class RequestScope {
    private final BeanManager beans;
    private final Queue<RequestContextController> idle = new ConcurrentLinkedQueue<>();

    RequestScope(BeanManager beans) {
        this.beans = beans;
    }

    void run(ApplicationContexts.Body body) throws Exception {
        RequestContextController controller = take();
        boolean activated = controller.activate();
        try {
            body.run();
        } finally {
            if (activated) {
                controller.deactivate();
            }
            idle.add(controller);
        }
    }

    private RequestContextController take() {
        RequestContextController controller = idle.poll();
        return controller == null
                ? beans.createInstance().select(RequestContextController.class).get()
                : controller;
    }
}
