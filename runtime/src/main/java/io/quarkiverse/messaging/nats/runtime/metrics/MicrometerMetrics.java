package io.quarkiverse.messaging.nats.runtime.metrics;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToDoubleFunction;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.quarkiverse.messaging.nats.runtime.health.ChannelCounters;
import io.quarkiverse.messaging.nats.runtime.health.ChannelStatus;
import io.quarkiverse.messaging.nats.runtime.health.Stopwatch;
import io.quarkiverse.messaging.nats.runtime.outgoing.PublishCounters;

/**
 * Meters that read the counters when somebody asks; a message passes none of them but the timers. The build leaves it out of an
 * application without Micrometer.
 */
@ApplicationScoped
public class MicrometerMetrics implements Metrics {

    private static final String CHANNEL = "channel";
    private static final String CONNECTION = "connection";

    @Inject
    MeterRegistry registry;

    @Override
    public void incoming(String channel, String connection, ChannelStatus status) {
        Tags tags = Tags.of(CHANNEL, channel);
        ChannelCounters of = status.counters();
        counter("nats.consumer.received", "Deliveries, redeliveries too", tags, of, one -> one.received().sum());
        counter("nats.consumer.redelivered", "Deliveries of messages that were delivered before", tags, of,
                one -> one.redelivered().sum());
        counter("nats.consumer.acked", "Messages acked", tags, of, one -> one.acked().sum());
        counter("nats.consumer.nacked", "Deliveries given back to come again", tags, of, one -> one.nacked().sum());
        counter("nats.consumer.ignored", "Failed messages acked all the same", tags, of, one -> one.ignored().sum());
        counter("nats.consumer.terminated", "Failed messages never to come again", tags, of, one -> one.terminated().sum());
        counter("nats.consumer.duplicates", "Messages processed before, skipped", tags, of, one -> one.duplicates().sum());
        counter("nats.consumer.expired", "Messages too old, acked unprocessed", tags, of, one -> one.expired().sum());
        counter("nats.consumer.dead.lettered", "Messages put aside", tags, of, one -> one.deadLettered().sum());
        counter("nats.consumer.dead.letter.failures", "Dead letters that were not stored", tags, of,
                one -> one.deadLettersNotStored().sum());
        counter("nats.consumer.ack.failures", "Acks not sent or not confirmed", tags, status, ChannelStatus::failedAcks);
        counter("nats.connection.pull.restarts", "Pulls begun anew", tags.and(CONNECTION, connection), of,
                one -> one.pullRestarts().sum());
        gauge("nats.consumer.in.flight", "Unsettled messages held", tags, of, ChannelCounters::inFlight);
        gauge("nats.consumer.lag", "Messages that the consumer has still to deliver", tags, of,
                one -> one.lag() < 0 ? Double.NaN : one.lag());
        of.measureProcessing(timer("nats.consumer.processing", "How long methods run", tags));
    }

    @Override
    public void outgoing(String channel, PublishCounters counters) {
        Tags tags = Tags.of(CHANNEL, channel);
        counter("nats.producer.published", "Messages that the server confirmed", tags, counters, PublishCounters::published);
        counter("nats.producer.failed", "Messages nacked", tags, counters, PublishCounters::failed);
        counter("nats.producer.retries", "Messages sent again", tags, counters, PublishCounters::retries);
        counter("nats.producer.possible.duplicates", "Messages that may be stored twice", tags, counters,
                PublishCounters::possibleDuplicates);
        gauge("nats.producer.in.flight", "Messages neither acked nor nacked yet", tags, counters, PublishCounters::inFlight);
        counters.measureLatency(timer("nats.producer.latency", "From the channel to the confirmation", tags));
    }

    @Override
    public void connection(String connection, LongAdder reconnects) {
        counter("nats.connection.reconnects", "Times that it came back", Tags.of(CONNECTION, connection), reconnects,
                LongAdder::sum);
    }

    private <T> void counter(String name, String what, Tags tags, T of, ToDoubleFunction<T> value) {
        FunctionCounter.builder(name, of, value).description(what).tags(tags).register(registry);
    }

    private <T> void gauge(String name, String what, Tags tags, T of, ToDoubleFunction<T> value) {
        Gauge.builder(name, of, value).description(what).tags(tags).register(registry);
    }

    private Stopwatch timer(String name, String what, Tags tags) {
        Timer timer = Timer.builder(name).description(what).tags(tags).register(registry);
        return nanos -> timer.record(nanos, TimeUnit.NANOSECONDS);
    }
}
