package io.quarkiverse.messaging.nats.deployment;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import jakarta.inject.Singleton;

import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationValue;
import org.jboss.jandex.DotName;
import org.jboss.jandex.Type;

import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.JetStreamManagement;
import io.nats.client.KeyValue;
import io.nats.client.KeyValueManagement;
import io.nats.client.ObjectStore;
import io.nats.client.ObjectStoreManagement;
import io.quarkiverse.messaging.nats.NatsBucket;
import io.quarkiverse.messaging.nats.NatsConnection;
import io.quarkiverse.messaging.nats.runtime.client.InjectedNames;
import io.quarkiverse.messaging.nats.runtime.client.InjectedNamesRecorder;
import io.quarkus.arc.deployment.BeanDiscoveryFinishedBuildItem;
import io.quarkus.arc.deployment.SyntheticBeanBuildItem;
import io.quarkus.arc.processor.InjectionPointInfo;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.ExecutionTime;
import io.quarkus.deployment.annotations.Record;
import io.quarkus.deployment.builditem.nativeimage.NativeImageProxyDefinitionBuildItem;
import io.quarkus.deployment.builditem.nativeimage.ReflectiveClassBuildItem;

/** Finds the connections that the application has injected, so that they begin to connect with it. */
class InjectedClientsProcessor {

    private static final List<Class<?>> CLIENTS = List.of(Connection.class, JetStream.class, JetStreamManagement.class,
            KeyValue.class, KeyValueManagement.class, ObjectStore.class, ObjectStoreManagement.class);
    private static final Set<DotName> INJECTED = Set.of(DotName.createSimple(Connection.class),
            DotName.createSimple(JetStream.class), DotName.createSimple(JetStreamManagement.class),
            DotName.createSimple(KeyValue.class));
    private static final DotName CONNECTION = DotName.createSimple(NatsConnection.class);
    private static final DotName BUCKET = DotName.createSimple(NatsBucket.class);
    private static final DotName DEFAULT = DotName.createSimple("jakarta.enterprise.inject.Default");

    @BuildStep
    @Record(ExecutionTime.STATIC_INIT)
    SyntheticBeanBuildItem injected(BeanDiscoveryFinishedBuildItem beans, InjectedNamesRecorder recorder,
            BuildProducer<NativeImageProxyDefinitionBuildItem> proxies, BuildProducer<ReflectiveClassBuildItem> reflection) {
        Set<String> names = names(beans.getInjectionPoints());
        if (!names.isEmpty()) {
            for (Class<?> client : CLIENTS) {
                proxies.produce(new NativeImageProxyDefinitionBuildItem(client.getName()));
                reflection.produce(ReflectiveClassBuildItem.builder(client).methods().build());
            }
        }
        return SyntheticBeanBuildItem.configure(InjectedNames.class).scope(Singleton.class).unremovable()
                .supplier(recorder.names(names)).done();
    }

    private static Set<String> names(Collection<InjectionPointInfo> points) {
        Set<String> names = new TreeSet<>();
        for (InjectionPointInfo point : points) {
            Type type = point.getRequiredType();
            if (point.isProgrammaticLookup() && type.kind() == Type.Kind.PARAMETERIZED_TYPE) {
                type = type.asParameterizedType().arguments().get(0);
            }
            if (INJECTED.contains(type.name())) {
                point.getRequiredQualifiers().forEach(qualifier -> add(qualifier, names));
            }
        }
        return names;
    }

    private static void add(AnnotationInstance qualifier, Set<String> names) {
        if (qualifier.name().equals(CONNECTION)) {
            names.add(qualifier.value().asString());
        } else if (qualifier.name().equals(BUCKET)) {
            AnnotationValue connection = qualifier.value("connection");
            names.add(connection == null ? NatsBucket.DEFAULT_CONNECTION : connection.asString());
        } else if (qualifier.name().equals(DEFAULT)) {
            names.add(NatsBucket.DEFAULT_CONNECTION);
        }
    }
}
