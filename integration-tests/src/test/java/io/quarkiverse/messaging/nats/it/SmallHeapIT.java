package io.quarkiverse.messaging.nats.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.quarkiverse.messaging.nats.testing.NatsProbe;
import io.quarkiverse.messaging.nats.testing.NatsServer;

/** Payloads of 1 MB in both directions with a heap of 64 MB: the bounds in bytes hold. */
class SmallHeapIT {

    @Test
    void aMegabyteAtATimeFitsInto64() {
        try (NatsServer server = NatsServer.start(); NatsProbe probe = new NatsProbe(server)) {
            probe.createStream("big", "big");
            try (Worker worker = Worker.start(Map.of(
                    "-Xmx64m", "",
                    "quarkus.messaging.nats.servers", server.url(),
                    "mp.messaging.outgoing.big.enabled", "true",
                    "mp.messaging.incoming.big-in.enabled", "true",
                    "it.big-count", "300"))) {
                worker.awaitLine("BIG 300", Duration.ofSeconds(120));
                assertThat(probe.messages("big")).isEqualTo(300);
                assertThat(worker.lines()).noneMatch(line -> line.contains("OutOfMemoryError"));
            }
        }
    }
}
