package io.quarkiverse.messaging.nats.runtime.payload;

import java.util.Map;

/**
 * What the application's methods and injection points take from incoming channels, as the build found it: SmallRye keeps
 * the class of a parameter only, and the element of a list is needed before a batch is formed.
 */
public final class TakenPayloads {

    private static final String LIST = "java.util.List<";

    private final Map<String, Map<String, String>> byChannel;

    /**
     * @param byChannel by channel and by who takes it, the payload's type: a class name with type arguments in angle
     *        brackets; who takes whatever comes is left out
     */
    public TakenPayloads(Map<String, Map<String, String>> byChannel) {
        this.byChannel = byChannel;
    }

    /**
     * @param channel a channel
     * @return who takes it as what
     */
    public Map<String, String> takers(String channel) {
        return byChannel.getOrDefault(channel, Map.of());
    }

    /**
     * @param type a payload's type
     * @return the type of its elements, or {@code null} where it is no list
     */
    public static String element(String type) {
        return type.startsWith(LIST) ? type.substring(LIST.length(), type.length() - 1) : null;
    }
}
