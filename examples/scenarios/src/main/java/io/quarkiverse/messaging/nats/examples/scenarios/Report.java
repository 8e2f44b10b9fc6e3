package io.quarkiverse.messaging.nats.examples.scenarios;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkiverse.messaging.nats.ChannelCaughtUp;
import io.quarkiverse.messaging.nats.IncomingNatsMetadata;

/** Says on standard output what was done. */
@ApplicationScoped
public class Report {

    /** One line: {@code handled <channel> <sequence> <delivery count> <order> <milliseconds>}. */
    void handled(String channel, Order order, IncomingNatsMetadata metadata) {
        System.out.println("handled " + channel + ' ' + metadata.streamSequence() + ' ' + metadata.deliveryCount() + ' '
                + order.id() + ' ' + System.currentTimeMillis());
    }

    /** One line: {@code published <count> <milliseconds that it took>}. */
    void published(int count, long millis) {
        System.out.println("published " + count + ' ' + millis);
    }

    /** One line: {@code batch <how many messages>}. */
    void batch(int size) {
        System.out.println("batch " + size);
    }

    /** One line: {@code caught-up <channel> <how many messages> <milliseconds>}. */
    void caughtUp(ChannelCaughtUp event) {
        System.out.println("caught-up " + event.channel() + ' ' + event.messages() + ' ' + event.duration().toMillis());
    }
}
