package io.quarkiverse.messaging.nats.runtime.jdbc;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.quarkus.runtime.annotations.Recorder;

/** Hands what was found when the application was built to the store. */
@Recorder
public class ExactlyOnceRecorder {

    /**
     * @param exactlyOnce the methods that are {@code @ExactlyOnce}, by channel
     * @param notExactlyOnce the others, by channel
     * @return the bean
     */
    public Supplier<ExactlyOnceMethods> methods(Map<String, List<String>> exactlyOnce,
            Map<String, List<String>> notExactlyOnce) {
        return () -> new ExactlyOnceMethods(exactlyOnce, notExactlyOnce);
    }
}
