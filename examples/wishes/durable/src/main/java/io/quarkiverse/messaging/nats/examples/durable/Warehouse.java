package io.quarkiverse.messaging.nats.examples.durable;

import java.time.Duration;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.reactive.messaging.Incoming;

import io.quarkiverse.messaging.nats.IncomingNatsMetadata;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;

/** Packs one order after the other. After a restart, or a crash, it goes on with the first that was not packed. */
@ApplicationScoped
public class Warehouse {

    @ConfigProperty(name = "warehouse.packing-time", defaultValue = "1s")
    Duration packingTime;

    @Incoming("orders")
    Uni<Void> pack(String item, IncomingNatsMetadata metadata) {
        return Uni.createFrom().voidItem().onItem().delayIt().by(packingTime)
                .invoke(() -> Log.infof("Packed order %d, a %s", metadata.streamSequence(), item));
    }
}
