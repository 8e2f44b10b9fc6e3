package io.quarkiverse.messaging.nats.runtime.payload;

import java.util.Map;
import java.util.function.Supplier;

import io.quarkus.runtime.annotations.Recorder;

/** Hands over what the build found. */
@Recorder
public class TakenPayloadsRecorder {

    /**
     * @param byChannel see {@link TakenPayloads}
     * @return the bean
     */
    public Supplier<TakenPayloads> taken(Map<String, Map<String, String>> byChannel) {
        return () -> new TakenPayloads(byChannel);
    }
}
