package io.quarkiverse.messaging.nats.runtime.payload;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import com.fasterxml.jackson.databind.ObjectMapper;

import io.nats.client.impl.NatsMessage;
import io.quarkiverse.messaging.nats.IncomingNatsMetadata;

/** Bytes to objects and back. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class PayloadBenchmark {

    /** About 100 bytes of JSON. */
    public record Order(String id, String customer, int amount, boolean express) {
    }

    private static final String REPLY = "$JS.ACK.ORDERS.app.1.1.1.1764115200000000000.0";

    private final PayloadEncoder encoder = new PayloadEncoder();
    private final PayloadConverter converter = new PayloadConverter();
    private final byte[] bytes = new byte[256];
    private final String text = "a text of some length, ".repeat(11);
    private final byte[] textBytes = text.getBytes(StandardCharsets.UTF_8);
    private final Order order = new Order("5f0c6a4e-7d4e-4f0b-9a57", "somebody", 42, true);
    private final byte[] json;
    private final IncomingNatsMetadata metadata = IncomingNatsMetadata
            .of(NatsMessage.builder().subject("orders").replyTo(REPLY).data(bytes).build());

    public PayloadBenchmark() {
        encoder.mapper = new ObjectMapper();
        converter.mapper = encoder.mapper;
        json = encoder.encode(order).bytes();
    }

    @Benchmark
    public Object encodeBytes() {
        return encoder.encode(bytes);
    }

    @Benchmark
    public Object encodeText() {
        return encoder.encode(text);
    }

    @Benchmark
    public Object encodeJson() {
        return encoder.encode(order);
    }

    @Benchmark
    public Object decodeText() {
        return converter.decode(textBytes, metadata, String.class);
    }

    @Benchmark
    public Object decodeJson() {
        return converter.decode(json, metadata, Order.class);
    }
}
