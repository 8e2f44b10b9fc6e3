package org.acme;

import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;

import io.nats.client.JetStreamManagement;
import io.quarkus.test.junit.QuarkusTest;

/** With a real NATS server, which is there for this test only. */
@QuarkusTest
class NatsWordsTest {

    @Inject
    NatsWords words;

    /** Asks the server, on the connection that the channels use. */
    @Inject
    JetStreamManagement server;

    @Test
    void aWordIsShouted() {
        words.say("quarkus").await().atMost(Duration.ofSeconds(10));

        // Until there is a message, the server answers with an error.
        await().atMost(Duration.ofSeconds(10)).ignoreExceptions().until(this::lastShouted, "QUARKUS"::equals);
    }

    private String lastShouted() throws Exception {
        return new String(server.getLastMessage("WORDS", "words.shouted").getData(), StandardCharsets.UTF_8);
    }
}
