package io.quarkiverse.messaging.nats.deployment;

import java.util.Optional;

import io.quarkiverse.messaging.nats.runtime.connector.NatsConnector;
import io.quarkiverse.messaging.nats.spi.FailureStrategy;
import io.quarkiverse.messaging.nats.spi.NatsCredentialsSupplier;
import io.quarkiverse.messaging.nats.spi.NatsOptionsCustomizer;
import io.quarkiverse.messaging.nats.spi.SequenceStore;
import io.quarkus.arc.deployment.ExcludedTypeBuildItem;
import io.quarkus.arc.deployment.UnremovableBeanBuildItem;
import io.quarkus.deployment.Capabilities;
import io.quarkus.deployment.Capability;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.builditem.ExtensionSslNativeSupportBuildItem;
import io.quarkus.deployment.builditem.FeatureBuildItem;
import io.quarkus.deployment.builditem.nativeimage.ReflectiveClassBuildItem;
import io.quarkus.deployment.builditem.nativeimage.RuntimeInitializedClassBuildItem;
import io.quarkus.deployment.metrics.MetricsCapabilityBuildItem;
import io.quarkus.runtime.metrics.MetricsFactory;

/** The build steps of the extension. The beans come by themselves: the runtime has a {@code beans.xml}. */
class NatsProcessor {

    static final String FEATURE = "messaging-nats";

    @BuildStep
    FeatureBuildItem feature() {
        return new FeatureBuildItem(FEATURE);
    }

    /** Found at runtime by type only, so nothing in the application points at them. */
    @BuildStep
    UnremovableBeanBuildItem pluggedInBeans() {
        return UnremovableBeanBuildItem.beanTypes(FailureStrategy.class, SequenceStore.class, NatsCredentialsSupplier.class,
                NatsOptionsCustomizer.class);
    }

    /** Without OpenTelemetry nothing of it is ever loaded: what names its classes is no bean then. */
    @BuildStep
    void tracing(Capabilities capabilities, BuildProducer<ExcludedTypeBuildItem> excluded) {
        if (!capabilities.isPresent(Capability.OPENTELEMETRY_TRACER)) {
            excluded.produce(new ExcludedTypeBuildItem("io.quarkiverse.messaging.nats.runtime.tracing.*"));
        }
    }

    /** Likewise without Micrometer. */
    @BuildStep
    void metrics(Optional<MetricsCapabilityBuildItem> capability, BuildProducer<ExcludedTypeBuildItem> excluded) {
        if (capability.isEmpty() || !capability.get().metricsSupported(MetricsFactory.MICROMETER)) {
            excluded.produce(new ExcludedTypeBuildItem("io.quarkiverse.messaging.nats.runtime.metrics.*"));
        }
    }

    @BuildStep
    ExtensionSslNativeSupportBuildItem ssl() {
        return new ExtensionSslNativeSupportBuildItem(FEATURE);
    }

    /** jnats makes its data port by class name; the channel keys are read from the connector's annotations. */
    @BuildStep
    ReflectiveClassBuildItem reflection() {
        return ReflectiveClassBuildItem.builder("io.nats.client.impl.SocketDataPort", NatsConnector.class.getName())
                .build();
    }

    /** They hold random numbers from the moment that they are loaded. */
    @BuildStep
    void atRuntime(BuildProducer<RuntimeInitializedClassBuildItem> classes) {
        classes.produce(new RuntimeInitializedClassBuildItem("io.nats.client.support.RandomUtils"));
        classes.produce(new RuntimeInitializedClassBuildItem("io.nats.client.NUID"));
    }
}
