package io.quarkiverse.messaging.nats.deployment;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import jakarta.inject.Singleton;

import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationTarget;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.MethodInfo;
import org.jboss.jandex.Type;

import io.quarkiverse.messaging.nats.runtime.payload.TakenPayloads;
import io.quarkiverse.messaging.nats.runtime.payload.TakenPayloadsRecorder;
import io.quarkus.arc.deployment.SyntheticBeanBuildItem;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.ExecutionTime;
import io.quarkus.deployment.annotations.Record;
import io.quarkus.deployment.builditem.CombinedIndexBuildItem;
import io.quarkus.deployment.builditem.nativeimage.ReflectiveClassBuildItem;

/** Finds what methods with {@code @Incoming} and injected channels take, with type arguments, which the runtime can't see. */
class TakenPayloadsProcessor {

    private static final DotName CHANNEL = DotName.createSimple("org.eclipse.microprofile.reactive.messaging.Channel");
    private static final DotName MESSAGE = DotName.createSimple("org.eclipse.microprofile.reactive.messaging.Message");
    private static final Set<DotName> STREAMS = Set.of(DotName.createSimple("io.smallrye.mutiny.Multi"),
            DotName.createSimple("org.reactivestreams.Publisher"),
            DotName.createSimple("java.util.concurrent.Flow$Publisher"),
            DotName.createSimple("org.eclipse.microprofile.reactive.streams.operators.PublisherBuilder"));
    private static final DotName KEYED = DotName.createSimple("io.smallrye.reactive.messaging.keyed.KeyedMulti");

    @BuildStep
    @Record(ExecutionTime.STATIC_INIT)
    SyntheticBeanBuildItem taken(CombinedIndexBuildItem index, TakenPayloadsRecorder recorder,
            BuildProducer<ReflectiveClassBuildItem> reflection) {
        Map<String, Map<String, String>> byChannel = find(index.getIndex());
        byChannel.values().forEach(takers -> takers.values().forEach(type -> {
            String element = TakenPayloads.element(type);
            if (element != null && element.indexOf('<') < 0) {
                reflection.produce(ReflectiveClassBuildItem.builder(element).methods().fields().build());
            }
        }));
        return SyntheticBeanBuildItem.configure(TakenPayloads.class).scope(Singleton.class).unremovable()
                .supplier(recorder.taken(byChannel)).done();
    }

    static Map<String, Map<String, String>> find(IndexView index) {
        Map<String, Map<String, String>> byChannel = new TreeMap<>();
        IncomingMethods.forEach(index, (channel, method) -> {
            if (method.parametersCount() > 0) {
                put(byChannel, channel, name(method), method.parameterType(0));
            }
        });
        for (AnnotationInstance injected : index.getAnnotations(CHANNEL)) {
            AnnotationTarget target = injected.target();
            String channel = injected.value().asString();
            if (target.kind() == AnnotationTarget.Kind.FIELD && STREAMS.contains(target.asField().type().name())) {
                put(byChannel, channel, target.asField().declaringClass().simpleName() + "#" + target.asField().name(),
                        target.asField().type());
            } else if (target.kind() == AnnotationTarget.Kind.METHOD_PARAMETER
                    && STREAMS.contains(target.asMethodParameter().type().name())) {
                put(byChannel, channel, name(target.asMethodParameter().method()), target.asMethodParameter().type());
            }
        }
        return byChannel;
    }

    private static String name(MethodInfo method) {
        return method.declaringClass().simpleName() + "#" + method.name();
    }

    private static void put(Map<String, Map<String, String>> byChannel, String channel, String who, Type type) {
        Type payload = type;
        while (payload != null && (payload.name().equals(MESSAGE) || STREAMS.contains(payload.name())
                || payload.name().equals(KEYED))) {
            payload = payload.kind() == Type.Kind.PARAMETERIZED_TYPE && !payload.name().equals(KEYED)
                    ? payload.asParameterizedType().arguments().get(0)
                    : null;
        }
        if (payload != null && payload.kind() != Type.Kind.WILDCARD_TYPE && payload.kind() != Type.Kind.TYPE_VARIABLE) {
            byChannel.computeIfAbsent(channel, name -> new TreeMap<>()).put(who, text(payload));
        }
    }

    /** As Jackson reads it back. */
    private static String text(Type type) {
        return switch (type.kind()) {
            case PARAMETERIZED_TYPE -> type.name() + type.asParameterizedType().arguments().stream()
                    .map(TakenPayloadsProcessor::text).collect(Collectors.joining(",", "<", ">"));
            case WILDCARD_TYPE -> text(type.asWildcardType().extendsBound());
            case TYPE_VARIABLE -> type.asTypeVariable().bounds().isEmpty() ? "java.lang.Object"
                    : text(type.asTypeVariable().bounds().get(0));
            default -> type.name().toString();
        };
    }
}
