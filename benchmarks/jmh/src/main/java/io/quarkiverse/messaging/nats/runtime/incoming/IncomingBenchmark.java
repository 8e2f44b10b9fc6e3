package io.quarkiverse.messaging.nats.runtime.incoming;

import java.time.Duration;
import java.time.Instant;
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

import io.nats.client.Message;
import io.nats.client.impl.NatsMessage;
import io.quarkiverse.messaging.nats.IncomingNatsMetadata;
import io.quarkiverse.messaging.nats.IncomingNatsMetadata.Reader;

/** What is paid for each delivery: its metadata, the count of what the pulls may still bring, the words of an answer. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class IncomingBenchmark {

    private static final String REPLY = "$JS.ACK.ORDERS.app__workers.1.1234567.1234568.1764115200000000000.98765";
    private static final int PULL = 500;
    private static final int SIZE = 256;

    private final Message delivery = NatsMessage.builder().subject("orders.new").replyTo(REPLY).data(new byte[SIZE]).build();
    private final Reader reader = new Reader(Instant.EPOCH, "app__workers");
    private final OpenPulls pulls = new OpenPulls();
    private final Duration delay = Duration.ofSeconds(5);
    private long pull;

    /** @return from the reply subject */
    @Benchmark
    public IncomingNatsMetadata metadata() {
        return IncomingNatsMetadata.of(delivery, reader);
    }

    /** One message; each five hundredth opens a pull. @return what may still arrive */
    @Benchmark
    public int openPulls() {
        if (pulls.messages() <= PULL) {
            pulls.opened(++pull, PULL, 0);
        }
        pulls.received(SIZE);
        return pulls.messages();
    }

    /** @return the word for later */
    @Benchmark
    public byte[] nak() {
        return AckWords.nak(delay);
    }

    /** @return the word for never, with a reason */
    @Benchmark
    public byte[] term() {
        return AckWords.term("java.lang.IllegalStateException: no such customer");
    }
}
