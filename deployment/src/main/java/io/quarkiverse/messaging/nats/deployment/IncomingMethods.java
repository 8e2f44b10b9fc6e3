package io.quarkiverse.messaging.nats.deployment;

import java.util.function.BiConsumer;

import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationTarget;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.MethodInfo;

/**
 * The methods of an application with {@code @Incoming}. Where that is repeated, the index has only what holds them together.
 */
final class IncomingMethods {

    private static final DotName INCOMING = DotName.createSimple("org.eclipse.microprofile.reactive.messaging.Incoming");
    private static final DotName INCOMINGS = DotName.createSimple("io.smallrye.reactive.messaging.annotations.Incomings");

    private IncomingMethods() {
    }

    static boolean isOne(MethodInfo method) {
        return method.hasAnnotation(INCOMING) || method.hasAnnotation(INCOMINGS);
    }

    /** Gives each of them once for each of its channels, with the channel's name. */
    static void forEach(IndexView index, BiConsumer<String, MethodInfo> taker) {
        for (AnnotationInstance one : index.getAnnotations(INCOMING)) {
            if (one.target() != null && one.target().kind() == AnnotationTarget.Kind.METHOD) {
                taker.accept(one.value().asString(), one.target().asMethod());
            }
        }
        for (AnnotationInstance several : index.getAnnotations(INCOMINGS)) {
            for (AnnotationInstance one : several.value().asNestedArray()) {
                taker.accept(one.value().asString(), several.target().asMethod());
            }
        }
    }
}
