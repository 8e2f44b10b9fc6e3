package io.quarkiverse.messaging.nats.deployment.devservices;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;

class ServerKeysTest {

    private static final String DEFAULT = "quarkus.messaging.nats.servers";
    private static final String AUDIT = "quarkus.messaging.nats.connections.\"audit\".servers";

    @Test
    void theDefaultConnectionNeedsAServer() {
        assertThat(without(Map.of())).containsExactly(DEFAULT);
    }

    @Test
    void aConfiguredServerIsLeftAlone() {
        assertThat(without(Map.of(DEFAULT, "nats://mine:4222"))).isEmpty();
        assertThat(without(Map.of(DEFAULT + "[0]", "nats://mine:4222"))).isEmpty();
    }

    @Test
    void anEmptyOneIsNone() {
        assertThat(without(Map.of(DEFAULT, ""))).containsExactly(DEFAULT);
    }

    @Test
    void theMappingsOwnDefaultIsNone() {
        var config = new SmallRyeConfigBuilder().withDefaultValue(DEFAULT, "nats://localhost:4222").build();
        assertThat(ServerKeys.without(config)).containsExactly(DEFAULT);
    }

    @Test
    void aNamedConnectionWithoutAServerNeedsOneToo() {
        assertThat(without(Map.of(DEFAULT, "nats://mine:4222", "quarkus.messaging.nats.connections.audit.username", "me")))
                .containsExactly(AUDIT);
        assertThat(without(Map.of(AUDIT, "nats://a", "quarkus.messaging.nats.connections.\"audit\".username", "me")))
                .containsExactly(DEFAULT);
        assertThat(without(Map.of("quarkus.messaging.nats.connections.audit.servers", "nats://a")))
                .containsExactly(DEFAULT);
    }

    private static Set<String> without(Map<String, String> properties) {
        return ServerKeys.without(new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(properties, "test", 100)).build());
    }
}
