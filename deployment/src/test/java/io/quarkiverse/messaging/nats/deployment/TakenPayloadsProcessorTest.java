package io.quarkiverse.messaging.nats.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;

import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.jandex.Index;
import org.junit.jupiter.api.Test;

import io.smallrye.mutiny.Multi;

class TakenPayloadsProcessorTest {

    @Test
    void eachChannelsPayloadIsFoundWithItsTypeArguments() throws IOException {
        assertThat(TakenPayloadsProcessor.find(Index.of(Bean.class))).containsExactlyInAnyOrderEntriesOf(Map.of(
                "plain", Map.of("Bean#plain", "java.lang.String"),
                // A batch would be given as bytes where this is not found.
                "one", Map.of("Bean#several", "java.util.List<java.lang.Integer>"),
                "other", Map.of("Bean#several", "java.util.List<java.lang.Integer>"),
                "message", Map.of("Bean#message", "java.util.List<java.lang.Long>"),
                "field", Map.of("Bean#field", "java.lang.Double"),
                "parameter", Map.of("Bean#parameter", "java.lang.String")));
    }

    static class Bean {

        @Channel("field")
        Multi<Message<Double>> field;

        @Incoming("plain")
        void plain(String payload) {
        }

        @Incoming("one")
        @Incoming("other")
        void several(List<Integer> payloads) {
        }

        @Incoming("message")
        void message(Message<List<Long>> message) {
        }

        void parameter(@Channel("parameter") Multi<String> payloads) {
        }
    }
}
