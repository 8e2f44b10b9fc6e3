package io.quarkiverse.messaging.nats.runtime.jdbc;

import java.util.List;
import java.util.Map;

/**
 * Who takes the messages of which channel, found when the application was built.
 *
 * @param exactlyOnce the methods that are {@code @ExactlyOnce}, by channel
 * @param notExactlyOnce the methods and injection points that are not, by channel
 */
public record ExactlyOnceMethods(Map<String, List<String>> exactlyOnce, Map<String, List<String>> notExactlyOnce) {

    List<String> others(String channel) {
        return notExactlyOnce.getOrDefault(channel, List.of());
    }

    boolean isTaken(String channel) {
        return exactlyOnce.containsKey(channel);
    }
}
