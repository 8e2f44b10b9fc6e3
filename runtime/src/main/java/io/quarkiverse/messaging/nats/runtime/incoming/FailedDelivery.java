package io.quarkiverse.messaging.nats.runtime.incoming;

import static io.quarkiverse.messaging.nats.runtime.i18n.NatsLog.LOG;

import java.time.Duration;
import java.util.List;

import io.nats.client.impl.AckType;
import io.quarkiverse.messaging.nats.IncomingNatsMetadata;
import io.quarkiverse.messaging.nats.spi.FailedMessage;

/** A failed delivery as a failure strategy sees it. */
final class FailedDelivery implements FailedMessage {

    private final MessageFlow flow;
    private final Delivery delivery;
    private final Throwable reason;

    FailedDelivery(MessageFlow flow, Delivery delivery, Throwable reason) {
        this.flow = flow;
        this.delivery = delivery;
        this.reason = reason;
    }

    @Override
    public String channel() {
        return flow.settings().channel();
    }

    @Override
    public IncomingNatsMetadata metadata() {
        return delivery.metadata;
    }

    @Override
    public Throwable reason() {
        return reason;
    }

    @Override
    public List<Duration> backoff() {
        return flow.settings().backoff();
    }

    @Override
    public void ack() {
        flow.loop().run(() -> flow.settle(delivery, AckType.AckAck.bytes));
    }

    @Override
    public void nak(Duration delay) {
        LOG.naked(channel(), delivery.sequence, delivery.metadata.deliveryCount(), reason, delay);
        flow.loop().run(() -> flow.settle(delivery, AckWords.nak(delay)));
    }

    @Override
    public void term(String why) {
        flow.loop().run(() -> flow.settle(delivery, AckWords.term(why)));
    }

    @Override
    public void stop() {
        flow.loop().run(() -> flow.stopAt(delivery, reason));
    }
}
