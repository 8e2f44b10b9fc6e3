package io.quarkiverse.messaging.nats.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

import io.nats.client.api.ConsumerConfiguration;
import io.quarkiverse.messaging.nats.runtime.connector.NatsConnector;
import io.smallrye.reactive.messaging.annotations.ConnectorAttribute;
import io.smallrye.reactive.messaging.annotations.ConnectorAttribute.Direction;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever is written for whatever key: there are settings, or sentences that name the channel. */
class ConfigFuzzTest {

    private static final String[] LIKELY = { "", " ", "0", "-1", "1", "2147483647", "2147483648", "-9223372036854775809",
            "99999999999999999999G", "16M", "1.5", "true", "TRUE", "nak", "fail", "all", "none", "dead-letter", "term", "own",
            "memory", "30s", "PT1H", "-PT1S", "P99999999D", "PT2562047788015215H", "1s,,5s", ",", "1s,5s", "sequence:0",
            "sequence:-1", "sequence:99999999999999999999", "time:", "time:+999999999-12-31T23:59:59Z",
            "time:-999999999-01-01T00:00:00Z", "time:2026-11-22T10:00:00Z", "ago:P99999999D", "ago:PT0S", "ago:x", "orders.>",
            "a..b", ".", "*", ">", "a b", "a,b", "\u0000", "\ud800", "java.lang.String", "[", "[I", "a=b", "=", "a=b,c",
            "unlimited", "strict", "source", "caught-up", "last-per-subject" };

    private static List<String> keys(Direction direction) {
        List<String> keys = new ArrayList<>();
        for (ConnectorAttribute key : NatsConnector.class.getAnnotationsByType(ConnectorAttribute.class)) {
            if (key.direction() == direction || key.direction() == Direction.INCOMING_AND_OUTGOING) {
                keys.add(key.name());
            }
        }
        return keys;
    }

    private static Arbitrary<Map<String, String>> values(Direction direction) {
        Arbitrary<String> values = Arbitraries.oneOf(Arbitraries.of(LIKELY), Arbitraries.of(LIKELY),
                Arbitraries.strings().ofMaxLength(12));
        return Arbitraries.maps(Arbitraries.of(keys(direction)), values).ofMaxSize(4);
    }

    @Provide
    Arbitrary<Map<String, String>> incoming() {
        return values(Direction.INCOMING);
    }

    @Provide
    Arbitrary<Map<String, String>> outgoing() {
        return values(Direction.OUTGOING);
    }

    private static TestConfig config(String direction, Map<String, String> values) {
        List<String> properties = new ArrayList<>();
        new TreeSet<>(values.keySet()).forEach(key -> {
            properties.add("mp.messaging." + direction + ".c." + key);
            properties.add(values.get(key));
        });
        return TestConfig.of(properties.toArray(String[]::new));
    }

    private static void assertNamed(TestConfig config) {
        assertThat(config.mistakes()).allMatch(sentence -> sentence.contains("Channel `c`"));
    }

    @Property(tries = 400)
    void incomingChannels(@ForAll("incoming") Map<String, String> values) {
        TestConfig config = config("incoming", values);
        IncomingSettings settings = config.incomingSettings("c");
        assertNamed(config);
        if (config.mistakes().isEmpty()) {
            // What is done with them later must not be the first to find a mistake.
            assertThat(List.of(settings.ackWait().toNanos(), settings.processingTimeout().toNanos(),
                    settings.priorityTimeout().toNanos())).allMatch(nanos -> nanos >= 0);
            ConsumerConfiguration.Builder consumer = ConsumerConfiguration.builder();
            if (settings.startPosition() != null) {
                settings.startPosition().applyTo(consumer);
            }
            assertThat(consumer.description(settings.consumer().description()).metadata(settings.consumer().metadata())
                    .build().toJson()).isNotEmpty();
        }
    }

    @Property(tries = 400)
    void outgoingChannels(@ForAll("outgoing") Map<String, String> values) {
        TestConfig config = config("outgoing", values);
        OutgoingSettings settings = OutgoingSettings.read(config.outgoingKeys("c"));
        assertNamed(config);
        if (config.mistakes().isEmpty()) {
            assertThat(settings.ackTimeout().toNanos()).isPositive();
        }
    }
}
