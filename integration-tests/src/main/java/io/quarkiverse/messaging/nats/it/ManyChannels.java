package io.quarkiverse.messaging.nats.it;

import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.reactive.messaging.Message;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.reactive.messaging.ChannelRegistry;

/** Any number of configured channels: {@code in-1} … are counted, {@code out-1} … get messages. */
@ApplicationScoped
public class ManyChannels {

    @Inject
    ChannelRegistry registry;
    @ConfigProperty(name = "it.many-in", defaultValue = "0")
    int manyIn;
    @ConfigProperty(name = "it.many-out", defaultValue = "0")
    int manyOut;
    @ConfigProperty(name = "it.each", defaultValue = "0")
    int each;

    private final AtomicInteger received = new AtomicInteger();
    private final AtomicInteger confirmed = new AtomicInteger();

    void start(@Observes @Priority(5000) StartupEvent event) {
        for (int i = 1; i <= manyIn; i++) {
            for (Flow.Publisher<? extends Message<?>> publisher : registry.getPublishers("in-" + i)) {
                Multi.createFrom().publisher(publisher).onItem()
                        .transformToUniAndConcatenate(message -> io.smallrye.mutiny.Uni.createFrom()
                                .completionStage(message.ack()).invoke(() -> count("RECEIVED", received)))
                        .subscribe().with(done -> {
                        });
            }
        }
        for (int i = 1; i <= manyOut; i++) {
            for (Flow.Subscriber<? extends Message<?>> subscriber : registry.getSubscribers("out-" + i)) {
                feed(subscriber);
            }
        }
        Say.line("MANY started");
    }

    @SuppressWarnings("unchecked")
    private void feed(Flow.Subscriber<? extends Message<?>> subscriber) {
        Multi.createFrom().range(0, each)
                .map(n -> (Message<?>) Message.of("m" + n, () -> {
                    count("CONFIRMED", confirmed);
                    return java.util.concurrent.CompletableFuture.completedStage(null);
                }))
                .subscribe().withSubscriber((Flow.Subscriber<Message<?>>) subscriber);
    }

    private static void count(String word, AtomicInteger counter) {
        int now = counter.incrementAndGet();
        if (now % 100 == 0) {
            Say.line(word + " " + now);
        }
    }
}
