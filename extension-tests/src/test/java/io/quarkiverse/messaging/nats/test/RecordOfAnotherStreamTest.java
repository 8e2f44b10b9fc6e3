package io.quarkiverse.messaging.nats.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.quarkiverse.messaging.nats.testing.NatsProbe;
import io.quarkiverse.messaging.nats.testing.NatsServer;
import io.quarkus.test.QuarkusUnitTest;

/** The application does not start where its record is of another stream, or where a restart of the server loses the stream. */
class RecordOfAnotherStreamTest {

    static final NatsServer SERVER = NatsServer.of(RecordOfAnotherStreamTest.class);

    @RegisterExtension
    static final QuarkusUnitTest APP = TestApp
            .on(SERVER, RecordOfAnotherStreamTest::prepare, AcceptedRecordTest.OfAnotherStream.class)
            .overrideRuntimeConfigKey("mp.messaging.incoming.orders.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.orders.durable", "app")
            .overrideRuntimeConfigKey("mp.messaging.incoming.orders.sequence-store", "of-another-stream")
            .overrideRuntimeConfigKey("mp.messaging.incoming.forgetful.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.forgetful.durable", "app")
            .overrideRuntimeConfigKey("mp.messaging.incoming.forgetful.sequence-store", "memory")
            .assertException(failure -> assertThat(failure).message()
                    .contains("Channel `orders`: the stream `orders` was created at ", "but the record in the sequence store "
                            + "`of-another-stream` is of the one created at 1970-01-01T00:00:00Z, so that its sequences would "
                            + "be taken for processed ones; if the new stream is right, write "
                            + "`mp.messaging.incoming.orders.sequence-store-accept=")
                    .contains(
                            "Channel `forgetful`: `sequence-store` is `memory`, but the stream `forgetful` is kept in memory, "
                                    + "so a restart of the server loses messages and counts from 1 again; use a stream with file "
                                    + "storage, or remove `sequence-store`"));

    static void prepare(NatsProbe probe) {
        probe.createStream("orders", "orders");
        probe.createStream(StreamConfiguration.builder().name("forgetful").subjects("forgetful")
                .storageType(StorageType.Memory).build());
    }

    @Test
    void neverRuns() {
        fail("the application started");
    }
}
