package io.quarkiverse.messaging.nats.runtime.incoming;

import static io.quarkiverse.messaging.nats.runtime.i18n.FailureErrors.FAILURES;
import static io.quarkiverse.messaging.nats.runtime.i18n.NatsLog.LOG;

import java.time.Duration;
import java.util.List;

import io.nats.client.impl.AckType;
import io.quarkiverse.messaging.nats.IncomingNatsMetadata;
import io.quarkiverse.messaging.nats.spi.FailedMessage;

/** A failed delivery as a failure strategy sees it. */
final class FailedDelivery implements FailedMessage {

    private final MessageFlow flow;
    private final Failures failures;
    private final Delivery delivery;
    private final Throwable reason;
    private boolean decided;

    FailedDelivery(MessageFlow flow, Failures failures, Delivery delivery, Throwable reason) {
        this.flow = flow;
        this.failures = failures;
        this.delivery = delivery;
        this.reason = reason;
    }

    Delivery delivery() {
        return delivery;
    }

    @Override
    public String channel() {
        return flow.settings().channel();
    }

    @Override
    public IncomingNatsMetadata metadata() {
        return delivery.given;
    }

    @Override
    public Throwable reason() {
        return reason;
    }

    @Override
    public List<Duration> backoff() {
        return flow.settings().failure().backoff();
    }

    @Override
    public void ack() {
        once(() -> {
            LOG.ignored(channel(), delivery.sequence, deliveryCount(), reason);
            failures.counters().ignored().increment();
            flow.claims().records().closed(delivery, AckType.AckAck.bytes);
        });
    }

    @Override
    public void nak(Duration delay) {
        once(() -> {
            LOG.naked(channel(), delivery.sequence, deliveryCount(), reason, delay);
            failures.again(this, delay);
        });
    }

    @Override
    public void term(String why) {
        once(() -> {
            LOG.terminated(channel(), delivery.sequence, deliveryCount(), reason);
            failures.counters().terminated().increment();
            flow.claims().records().closed(delivery, AckWords.term(why));
        });
    }

    @Override
    public void deadLetter() {
        if (flow.settings().failure().deadLetterSubject() == null) {
            throw FAILURES.noDeadLetterSubject(channel());
        }
        once(() -> failures.deadLetters().send(this));
    }

    @Override
    public void stop() {
        stop("failure-strategy=" + flow.settings().failure().strategy());
    }

    /** Stops the channel, and says by which setting. */
    void stop(String by) {
        once(() -> failures.stopAt(this, by));
    }

    private long deliveryCount() {
        return delivery.given.deliveryCount();
    }

    /** The first verb counts. */
    private void once(Runnable verb) {
        flow.loop().run(() -> {
            if (!decided) {
                decided = true;
                verb.run();
            }
        });
    }
}
