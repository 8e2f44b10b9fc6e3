package io.quarkiverse.messaging.nats.runtime.outgoing;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import io.nats.client.impl.NatsMessage;
import io.quarkiverse.messaging.nats.IncomingNatsMetadata;
import io.quarkiverse.messaging.nats.IncomingNatsMetadata.Reader;
import io.quarkiverse.messaging.nats.runtime.config.OutgoingSettings;
import io.quarkiverse.messaging.nats.runtime.config.OutgoingSettings.MessageId;
import io.quarkiverse.messaging.nats.runtime.payload.PayloadEncoder;

/** What is paid for each message that is published: its id, and all that is made of it before jnats. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class OutgoingBenchmark {

    private static final String REPLY = "$JS.ACK.ORDERS.app.1.1.1.1764115200000000000.0";
    private static final byte[] PAYLOAD = new byte[256];

    private final MessageIds unique = new MessageIds(settings(MessageId.UNIQUE));
    private final MessageIds source = new MessageIds(settings(MessageId.SOURCE));
    private final RequestEncoder encoder = new RequestEncoder(settings(MessageId.UNIQUE), new PayloadEncoder(), () -> 1 << 20);
    private final Message<byte[]> message = Message.of(PAYLOAD);
    private final Reader reader = new Reader(Instant.EPOCH, "app");
    private final io.nats.client.Message delivery = NatsMessage.builder().subject("orders").replyTo(REPLY).data(PAYLOAD)
            .build();
    private final Message<byte[]> processed = Message.of(PAYLOAD,
            Metadata.of(IncomingNatsMetadata.of(delivery, reader)));

    private static OutgoingSettings settings(MessageId ids) {
        return new OutgoingSettings("out", "default", "out", null, ids, 1024, Duration.ofSeconds(30),
                OutgoingSettings.UNLIMITED, true, OutgoingSettings.Order.PIPELINED, null, true);
    }

    @Benchmark
    public String uniqueId() {
        return unique.of(null, message);
    }

    @Benchmark
    public String idOfSource() {
        return source.of(null, processed);
    }

    /** @return subject, headers with an id, bytes */
    @Benchmark
    public Object request() {
        return encoder.encode(null, message);
    }
}
