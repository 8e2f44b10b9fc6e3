package io.quarkiverse.messaging.nats.runtime.client;

import java.util.Set;
import java.util.function.Supplier;

import io.quarkus.runtime.annotations.Recorder;

/** Hands over what the build found. */
@Recorder
public class InjectedNamesRecorder {

    /**
     * @param connections see {@link InjectedNames}
     * @return the bean
     */
    public Supplier<InjectedNames> names(Set<String> connections) {
        return () -> new InjectedNames(connections);
    }
}
