package io.quarkiverse.messaging.nats.examples.scenarios;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.reactive.messaging.Channel;

import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.reactive.messaging.MutinyEmitter;

/** Publishes orders at start. A {@code send} is done when the server has stored the order. */
@ApplicationScoped
public class OrderPublisher {

    /** Sent and not yet confirmed; as many as an emitter buffers. */
    private static final int AT_ONCE = 128;

    @Inject
    @Channel("orders-out")
    MutinyEmitter<Order> orders;
    @Inject
    Report report;
    @ConfigProperty(name = "example.publish", defaultValue = "0")
    int count;

    void start(@Observes StartupEvent event) {
        if (count == 0) {
            return;
        }
        long begin = System.currentTimeMillis();
        Multi.createFrom().range(1, count + 1)
                .onItem().transformToUni(number -> orders.send(new Order("order-" + number, number))).merge(AT_ONCE)
                .onItem().ignoreAsUni()
                .subscribe().with(stored -> report.published(count, System.currentTimeMillis() - begin),
                        failure -> Log.error("Not all orders were published", failure));
    }
}
