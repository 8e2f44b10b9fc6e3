package io.quarkiverse.messaging.nats.runtime.connector;

import static io.quarkiverse.messaging.nats.runtime.i18n.NatsErrors.ERRORS;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import io.quarkiverse.messaging.nats.runtime.config.Names;
import io.quarkiverse.messaging.nats.runtime.config.NatsConfig;
import io.quarkiverse.messaging.nats.runtime.config.StreamConfig;
import io.quarkus.runtime.configuration.MemorySize;

/** The mistakes of one declared stream that show without a server. */
final class StreamCheck {

    private static final int MOST_REPLICAS = 5;

    private final String name;
    private final List<String> mistakes;

    private StreamCheck(String name, List<String> mistakes) {
        this.name = name;
        this.mistakes = mistakes;
    }

    static void check(NatsConfig config, String name, StreamConfig stream, List<String> mistakes) {
        StreamCheck check = new StreamCheck(name, mistakes);
        check.names(config, stream);
        check.subjects(stream);
        check.values(stream);
    }

    private void names(NatsConfig config, StreamConfig stream) {
        String illegal = Names.illegal(name);
        if (illegal != null) {
            mistakes.add(ERRORS.badStreamName(name, illegal, Names.legal(name)));
        }
        stream.connection().filter(connection -> config.connection(connection) == null)
                .ifPresent(connection -> mistakes.add(ERRORS.unknownStreamConnection(name, connection)));
    }

    private void subjects(StreamConfig stream) {
        boolean creates = stream.provisioning() == StreamConfig.Provisioning.CREATE_IF_ABSENT
                || stream.provisioning() == StreamConfig.Provisioning.CREATE_OR_UPDATE;
        if (creates && stream.subjects().isEmpty() && stream.mirror().isEmpty() && stream.sources().isEmpty()) {
            mistakes.add(ERRORS.streamWithoutSubjects(name));
        }
        for (String subject : stream.subjects().orElse(List.of())) {
            String wrong = Names.wrongSubject(subject, true);
            if (wrong != null) {
                mistakes.add(ERRORS.badStreamValue(name, "subjects", subject, "a subject (" + wrong + ")", "orders.>"));
            }
        }
    }

    private void values(StreamConfig stream) {
        stream.maxMessages().ifPresent(value -> limit("max-messages", value));
        stream.maxMessagesPerSubject().ifPresent(value -> limit("max-messages-per-subject", value));
        stream.maxConsumers().ifPresent(value -> limit("max-consumers", value));
        size("max-bytes", stream.maxBytes(), Long.MAX_VALUE, "1G");
        size("max-message-size", stream.maxMessageSize(), Integer.MAX_VALUE, "1M");
        duration("max-age", stream.maxAge());
        duration("duplicate-window", stream.duplicateWindow());
        stream.replicas().ifPresent(value -> {
            if (value < 1 || value > MOST_REPLICAS) {
                bad("replicas", value, "a whole number from 1 to " + MOST_REPLICAS, "3");
            }
        });
    }

    private void limit(String key, long value) {
        if (value != -1 && value < 1) {
            bad(key, value, "a whole number of at least 1, or -1 for no limit", "1000");
        }
    }

    private void size(String key, Optional<MemorySize> size, long most, String example) {
        size.map(MemorySize::asLongValue).filter(value -> value < 1 || value > most).ifPresent(value -> bad(key, value,
                "a size of at least 1 byte" + (most == Long.MAX_VALUE ? "" : " and less than 2G"), example));
    }

    private void duration(String key, Optional<Duration> duration) {
        duration.filter(Duration::isNegative)
                .ifPresent(value -> bad(key, value, "a duration, such as 24h or P7D", "24h"));
    }

    private void bad(String key, Object value, String allowed, String example) {
        mistakes.add(ERRORS.badStreamValue(name, key, String.valueOf(value), allowed, example));
    }
}
