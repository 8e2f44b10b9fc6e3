package io.quarkiverse.messaging.nats.test.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.nats.client.Connection;
import io.quarkiverse.messaging.nats.NatsConnection;
import io.quarkus.runtime.Startup;
import io.quarkus.test.QuarkusUnitTest;

/** A connection that is injected and not configured fails the start, in a sentence. */
class UnknownConnectionTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClass(Wrong.class))
            .overrideConfigKey("quarkus.messaging.nats.servers", "nats://127.0.0.1:1")
            .assertException(failure -> assertThat(failure).hasMessageContaining(
                    "Connection `elsewhere` is injected but not configured; add quarkus.messaging.nats.connections.\"elsewhere\".servers=…"));

    @Test
    void neverRuns() {
        fail("the application started");
    }

    @Singleton
    @Startup
    public static class Wrong {

        @Inject
        @NatsConnection("elsewhere")
        Connection connection;
    }
}
