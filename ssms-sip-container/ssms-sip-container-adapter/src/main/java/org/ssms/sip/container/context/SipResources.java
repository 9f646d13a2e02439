package org.ssms.sip.container.context;

import jakarta.annotation.Resource;
import jakarta.enterprise.inject.literal.InjectLiteral;
import jakarta.enterprise.inject.spi.Annotated;
import jakarta.enterprise.inject.spi.AnnotatedField;
import jakarta.enterprise.inject.spi.AnnotatedMethod;
import jakarta.enterprise.inject.spi.AnnotatedType;
import java.lang.annotation.Annotation;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipSessionsUtil;
import javax.servlet.sip.TimerService;
import org.jspecify.annotations.Nullable;

/**
 * {@code @Resource} of the container's own types (JSR 289 §18.2.6): the server has no such resources, so that it is
 * read as {@code @Inject}, whatever name it has.
 */
public final class SipResources {
    private static final Set<Class<?>> TYPES = Set.of(SipFactory.class, TimerService.class, SipSessionsUtil.class);

    private SipResources() {}

    /** {@code type} itself when it asks for nothing of ours. */
    @SuppressWarnings("unchecked") // the proxy stands for an AnnotatedType of the same class
    public static <T> AnnotatedType<T> injected(AnnotatedType<T> type) {
        Set<Annotated> fields = type.getFields().stream()
                .<Annotated>map(f -> isOurs(f) ? injected(AnnotatedField.class, f) : f)
                .collect(Collectors.toSet());
        Set<Annotated> methods = type.getMethods().stream()
                .<Annotated>map(m -> isOurs(m) ? injected(AnnotatedMethod.class, m) : m)
                .collect(Collectors.toSet());
        if (fields.equals(type.getFields()) && methods.equals(type.getMethods())) {
            return type;
        }
        return proxy(AnnotatedType.class, type, Map.of("getFields", none -> fields, "getMethods", none -> methods));
    }

    private static boolean isOurs(AnnotatedField<?> field) {
        return field.isAnnotationPresent(Resource.class)
                && TYPES.contains(field.getJavaMember().getType());
    }

    private static boolean isOurs(AnnotatedMethod<?> method) {
        Class<?>[] parameters = method.getJavaMember().getParameterTypes();
        return method.isAnnotationPresent(Resource.class) && parameters.length == 1 && TYPES.contains(parameters[0]);
    }

    /** {@code member} with {@code @Inject} in the place of {@code @Resource}. */
    private static <A extends Annotated> A injected(Class<A> kind, Annotated member) {
        Set<Annotation> annotations = new HashSet<>(member.getAnnotations());
        annotations.removeIf(Resource.class::isInstance);
        annotations.add(InjectLiteral.INSTANCE);
        Function<Class<?>, Set<Annotation>> found =
                wanted -> annotations.stream().filter(wanted::isInstance).collect(Collectors.toSet());
        return proxy(
                kind,
                member,
                Map.of(
                        "getAnnotations", found,
                        "getAnnotation",
                                wanted ->
                                        found.apply(wanted).stream().findFirst().orElse(null),
                        "isAnnotationPresent", wanted -> !found.apply(wanted).isEmpty()));
    }

    /**
     * @param instead by the name of a method what is called in its place, with its argument or else {@code Annotation}
     */
    private static <A extends Annotated> A proxy(
            Class<A> kind, Annotated original, Map<String, Function<Class<?>, ? extends @Nullable Object>> instead) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            if (method.getName().equals("equals")) {
                return proxy == arguments[0];
            }
            Function<Class<?>, ? extends @Nullable Object> own = instead.get(method.getName());
            if (own != null) {
                return own.apply(arguments == null ? Annotation.class : (Class<?>) arguments[0]);
            }
            try {
                return method.invoke(original, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        };
        return kind.cast(Proxy.newProxyInstance(kind.getClassLoader(), new Class<?>[] {kind}, handler));
    }
}
