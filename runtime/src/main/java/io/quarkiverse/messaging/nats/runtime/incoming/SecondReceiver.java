package io.quarkiverse.messaging.nats.runtime.incoming;

import static io.quarkiverse.messaging.nats.runtime.i18n.NatsErrors.ERRORS;

import io.quarkiverse.messaging.nats.runtime.config.IncomingSettings;
import io.quarkiverse.messaging.nats.runtime.consumer.BoundConsumer;
import io.quarkiverse.messaging.nats.runtime.health.ChannelStatus;
import io.quarkiverse.messaging.nats.runtime.health.ChannelStatus.Cause;

/**
 * Where the server lets nobody stand by for an exclusive durable (before 2.11), a second instance shows by what goes to it: a
 * hole in the consumer sequence. This is detection, no exclusion.
 */
final class SecondReceiver {

    private final IncomingSettings settings;
    private final ChannelStatus status;

    SecondReceiver(IncomingSettings settings, ChannelStatus status) {
        this.settings = settings;
        this.status = status;
    }

    boolean isLookedFor(BoundConsumer consumer) {
        return settings.exclusive() && consumer.priorityGroup() == null;
    }

    /** @return whether deliveries went elsewhere; told in the channel's status */
    boolean shows(PullSession session, long consumerSequence, boolean connected) {
        long leftOut = session.leftOut(consumerSequence);
        if (leftOut == 0 || !connected || !isLookedFor(session.consumer())) {
            return false;
        }
        status.down(Cause.FAILED, ERRORS.secondReceiver(settings.durable(), session.consumer().stream(), leftOut,
                consumerSequence));
        return true;
    }
}
