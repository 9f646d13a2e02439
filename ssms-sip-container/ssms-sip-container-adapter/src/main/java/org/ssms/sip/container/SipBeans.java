package org.ssms.sip.container;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.AnnotatedType;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.ProcessAnnotatedType;
import jakarta.enterprise.inject.spi.WithAnnotations;
import java.util.function.Function;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipSessionsUtil;
import javax.servlet.sip.TimerService;
import org.ssms.sip.container.application.CurrentApplication;
import org.ssms.sip.container.application.SipApplicationContext;
import org.ssms.sip.container.context.SipResources;

/**
 * Makes {@code @Inject} work for {@link SipFactory}, {@link TimerService}, {@link SipSessionsUtil} and {@link
 * SipTasks}, and {@code @Resource} for the first three in CDI beans.
 */
public final class SipBeans implements Extension {
    <T> void readResources(@Observes @WithAnnotations(Resource.class) ProcessAnnotatedType<T> type) {
        AnnotatedType<T> injected = SipResources.injected(type.getAnnotatedType());
        if (injected != type.getAnnotatedType()) {
            type.setAnnotatedType(injected);
        }
    }

    void register(@Observes AfterBeanDiscovery discovery) {
        add(discovery, SipFactory.class, SipApplicationContext::getSipFactoryFacade);
        add(discovery, TimerService.class, SipApplicationContext::getTimerService);
        add(discovery, SipSessionsUtil.class, SipApplicationContext::getSipSessionsUtil);
        add(discovery, SipTasks.class, SipTasks::new);
    }

    private static <T> void add(
            AfterBeanDiscovery discovery, Class<T> type, Function<SipApplicationContext, ? extends T> part) {
        discovery
                .addBean()
                .types(type, Object.class)
                .scope(Dependent.class)
                .id("org.ssms.sip.container." + type.getSimpleName())
                .createWith(creation -> part.apply(CurrentApplication.get()));
    }
}
