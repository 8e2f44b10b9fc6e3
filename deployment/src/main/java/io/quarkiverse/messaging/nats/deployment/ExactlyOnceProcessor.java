package io.quarkiverse.messaging.nats.deployment;

import static io.quarkiverse.messaging.nats.runtime.i18n.JdbcStoreErrors.JDBC;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import jakarta.enterprise.inject.spi.DeploymentException;
import jakarta.inject.Singleton;

import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationTarget;
import org.jboss.jandex.AnnotationValue;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.MethodInfo;
import org.jboss.jandex.Type;

import io.quarkiverse.messaging.nats.ExactlyOnce;
import io.quarkiverse.messaging.nats.runtime.jdbc.ExactlyOnceMethods;
import io.quarkiverse.messaging.nats.runtime.jdbc.ExactlyOnceRecorder;
import io.quarkus.arc.deployment.AnnotationsTransformerBuildItem;
import io.quarkus.arc.deployment.ExcludedTypeBuildItem;
import io.quarkus.arc.deployment.SyntheticBeanBuildItem;
import io.quarkus.arc.deployment.ValidationPhaseBuildItem.ValidationErrorBuildItem;
import io.quarkus.arc.processor.AnnotationsTransformer;
import io.quarkus.deployment.Capabilities;
import io.quarkus.deployment.Capability;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.ExecutionTime;
import io.quarkus.deployment.annotations.Record;
import io.quarkus.deployment.builditem.CombinedIndexBuildItem;

/**
 * Methods that are {@code @ExactlyOnce}: each gets a transaction, and what can't hold is refused when the application is built.
 */
class ExactlyOnceProcessor {

    private static final DotName EXACTLY_ONCE = DotName.createSimple(ExactlyOnce.class);
    private static final DotName INTERCEPTOR = DotName.createSimple("jakarta.interceptor.Interceptor");
    private static final DotName TRANSACTIONAL = DotName.createSimple("jakarta.transaction.Transactional");
    private static final String MESSAGING = "org.eclipse.microprofile.reactive.messaging.";
    private static final DotName OUTGOING = DotName.createSimple(MESSAGING + "Outgoing");
    private static final DotName OUTGOINGS = DotName.createSimple("io.smallrye.reactive.messaging.annotations.Outgoings");
    private static final DotName ACKNOWLEDGMENT = DotName.createSimple(MESSAGING + "Acknowledgment");
    private static final DotName CHANNEL = DotName.createSimple(MESSAGING + "Channel");
    private static final DotName NON_BLOCKING = DotName.createSimple("io.smallrye.common.annotation.NonBlocking");
    private static final Set<String> ASYNCHRONOUS = Set.of("io.smallrye.mutiny.Uni", "io.smallrye.mutiny.Multi",
            "java.util.concurrent.CompletionStage", "java.util.concurrent.CompletableFuture",
            "java.util.concurrent.Flow$Publisher", "org.reactivestreams.Publisher", MESSAGING + "Message");

    @BuildStep
    void withoutADatabase(Capabilities capabilities, CombinedIndexBuildItem index,
            BuildProducer<ExcludedTypeBuildItem> excluded,
            BuildProducer<ValidationErrorBuildItem> errors) {
        if (!isThere(capabilities)) {
            excluded.produce(new ExcludedTypeBuildItem("io.quarkiverse.messaging.nats.runtime.jdbc.*"));
            methods(index.getIndex()).forEach(method -> errors.produce(
                    new ValidationErrorBuildItem(new DeploymentException(JDBC.nothingThere(name(method))))));
        }
    }

    private static boolean isThere(Capabilities capabilities) {
        return capabilities.isPresent(Capability.AGROAL) && capabilities.isPresent(Capability.TRANSACTIONS);
    }

    private static List<MethodInfo> methods(IndexView index) {
        return index.getAnnotations(EXACTLY_ONCE).stream().filter(one -> one.target().kind() == AnnotationTarget.Kind.METHOD)
                .map(one -> one.target().asMethod()).toList();
    }

    private static String name(MethodInfo method) {
        return method.declaringClass().name() + "#" + method.name();
    }

    @BuildStep
    AnnotationsTransformerBuildItem transaction() {
        return new AnnotationsTransformerBuildItem(AnnotationsTransformer.appliedToMethod()
                .whenMethod(method -> method.hasAnnotation(EXACTLY_ONCE) && !method.hasAnnotation(TRANSACTIONAL)
                        && !method.declaringClass().hasDeclaredAnnotation(TRANSACTIONAL))
                .thenTransform(transformation -> transformation.add(TRANSACTIONAL)));
    }

    @BuildStep
    void refuse(CombinedIndexBuildItem index, BuildProducer<ValidationErrorBuildItem> errors) {
        for (AnnotationInstance one : index.getIndex().getAnnotations(EXACTLY_ONCE)) {
            if (one.target().kind() == AnnotationTarget.Kind.CLASS && !one.target().asClass().hasAnnotation(INTERCEPTOR)) {
                errors.produce(new ValidationErrorBuildItem(
                        new DeploymentException(JDBC.onClass(one.target().asClass().name().toString()))));
            }
        }
        for (MethodInfo method : methods(index.getIndex())) {
            mistakes(method).forEach(
                    mistake -> errors.produce(new ValidationErrorBuildItem(new DeploymentException(mistake))));
        }
    }

    static List<String> mistakes(MethodInfo method) {
        String name = name(method);
        List<String> mistakes = new ArrayList<>();
        if (!IncomingMethods.isOne(method)) {
            mistakes.add(JDBC.withoutIncoming(name));
        }
        if (method.hasAnnotation(OUTGOING) || method.hasAnnotation(OUTGOINGS)) {
            mistakes.add(JDBC.withOutgoing(name));
        } else if (ASYNCHRONOUS.contains(method.returnType().name().toString())) {
            mistakes.add(JDBC.asynchronous(name, "returns", method.returnType().toString()));
        }
        for (Type parameter : method.parameterTypes()) {
            if (ASYNCHRONOUS.contains(parameter.name().toString())) {
                mistakes.add(JDBC.asynchronous(name, "takes", parameter.toString()));
            }
        }
        AnnotationInstance acknowledgment = method.annotation(ACKNOWLEDGMENT);
        if (acknowledgment != null && !acknowledgment.value().asEnum().equals("POST_PROCESSING")) {
            mistakes.add(JDBC.acknowledgment(name, acknowledgment.value().asEnum()));
        }
        AnnotationInstance transactional = method.hasAnnotation(TRANSACTIONAL) ? method.annotation(TRANSACTIONAL)
                : method.declaringClass().declaredAnnotation(TRANSACTIONAL);
        AnnotationValue type = transactional == null ? null : transactional.value();
        if (type != null && !type.asEnum().equals("REQUIRED") && !type.asEnum().equals("REQUIRES_NEW")) {
            mistakes.add(JDBC.transactionType(name, type.asEnum()));
        }
        if (method.hasAnnotation(NON_BLOCKING)) {
            mistakes.add(JDBC.nonBlocking(name));
        }
        return mistakes;
    }

    @BuildStep
    @Record(ExecutionTime.STATIC_INIT)
    void methods(Capabilities capabilities, CombinedIndexBuildItem index, ExactlyOnceRecorder recorder,
            BuildProducer<SyntheticBeanBuildItem> beans) {
        if (!isThere(capabilities)) {
            return;
        }
        Map<String, List<String>> exactlyOnce = new TreeMap<>();
        Map<String, List<String>> others = new TreeMap<>();
        IncomingMethods.forEach(index.getIndex(), (channel, method) -> {
            Map<String, List<String>> which = method.hasAnnotation(EXACTLY_ONCE) ? exactlyOnce : others;
            which.computeIfAbsent(channel, name -> new ArrayList<>()).add(name(method));
        });
        for (AnnotationInstance channel : index.getIndex().getAnnotations(CHANNEL)) {
            if (channel.target().kind() == AnnotationTarget.Kind.FIELD) {
                others.computeIfAbsent(channel.value().asString(), name -> new ArrayList<>())
                        .add(channel.target().asField().declaringClass().name() + "#" + channel.target().asField().name());
            }
        }
        beans.produce(SyntheticBeanBuildItem.configure(ExactlyOnceMethods.class).scope(Singleton.class).unremovable()
                .supplier(recorder.methods(exactlyOnce, others)).done());
    }
}
