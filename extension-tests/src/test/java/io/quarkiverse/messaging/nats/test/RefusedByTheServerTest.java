package io.quarkiverse.messaging.nats.test;

import static io.quarkiverse.messaging.nats.test.Refusals.assertThatSentences;
import static org.assertj.core.api.Assertions.fail;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.messaging.nats.testing.NatsServer;
import io.quarkus.test.QuarkusUnitTest;

/** What a server that answers makes impossible fails the start, all together, over streams and both directions. */
class RefusedByTheServerTest {

    static final NatsServer SERVER = NatsServer.of(RefusedByTheServerTest.class);

    @RegisterExtension
    static final QuarkusUnitTest APP = TestApp.on(SERVER, probe -> {
        probe.createStream("ONE", "orders.new");
        probe.createStream("TWO", "orders.paid");
    }, Receiver.class, Received.class)
            .overrideRuntimeConfigKey("quarkus.messaging.nats.streams.GONE.provisioning", "verify")
            .overrideRuntimeConfigKey("mp.messaging.incoming.orders.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.orders.subject", "orders.*")
            .overrideRuntimeConfigKey("mp.messaging.incoming.bills.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.bills.stream", "BILLS")
            .overrideRuntimeConfigKey("mp.messaging.outgoing.paid.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.outgoing.paid.subject", "orders.paid")
            .overrideRuntimeConfigKey("mp.messaging.outgoing.paid.stream", "ONE")
            .assertException(failure -> assertThatSentences(failure).containsExactlyInAnyOrder(
                    "Stream `GONE`: provisioning=verify, but the stream does not exist; create it, or write "
                            + "provisioning=create-if-absent",
                    "Channel `orders`: several streams store the subject `orders.*`: [ONE, TWO]; choose one with "
                            + "`mp.messaging.incoming.orders.stream=ONE`",
                    "Channel `bills`: `stream` is `BILLS`, which does not exist; the server has ONE [orders.new], TWO "
                            + "[orders.paid]; declare it with quarkus.messaging.nats.streams.\"BILLS\".subjects=bills",
                    "Channel `paid`: stream `ONE` stores [orders.new], not the subject `orders.paid`; correct `subject` or "
                            + "`stream`"));

    @Test
    void neverRuns() {
        fail("the application started");
    }
}
