package io.quarkiverse.messaging.nats.runtime.connector;

import static io.quarkiverse.messaging.nats.runtime.i18n.NatsErrors.ERRORS;

import io.quarkiverse.messaging.nats.runtime.config.OutgoingSettings;
import io.quarkiverse.messaging.nats.runtime.health.ChannelStatus;
import io.quarkiverse.messaging.nats.runtime.outgoing.OutgoingChannel;

/** An outgoing channel and what its connection knows of it. */
final class OutgoingBinding {

    private final OutgoingSettings settings;
    private final ChannelStatus status;
    private volatile OutgoingChannel channel;

    OutgoingBinding(OutgoingSettings settings) {
        this.settings = settings;
        this.status = new ChannelStatus(settings.channel(), ERRORS.reasonNotChecked());
    }

    OutgoingSettings settings() {
        return settings;
    }

    ChannelStatus status() {
        return status;
    }

    void channel(OutgoingChannel made) {
        channel = made;
    }

    void cancel() {
        if (channel != null) {
            channel.cancel();
        }
    }
}
