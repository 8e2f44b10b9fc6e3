package io.quarkiverse.messaging.nats.runtime.consumer;

import static io.quarkiverse.messaging.nats.runtime.i18n.NatsErrors.ERRORS;
import static io.quarkiverse.messaging.nats.runtime.i18n.NatsLog.LOG;

import io.quarkiverse.messaging.nats.runtime.config.ChannelConfig;
import io.quarkiverse.messaging.nats.runtime.config.IncomingSettings;
import io.quarkiverse.messaging.nats.runtime.connection.LiveConnection;
import io.quarkiverse.messaging.nats.runtime.i18n.NotYetException;
import io.quarkiverse.messaging.nats.runtime.i18n.RefusalException;

/**
 * An exclusive durable whose consumer has no priority group, because the server or the one that made it is older than
 * 2.11: nothing keeps a second instance out, it can only be detected. Here at start, by a pull that waits on the server; the
 * channel itself detects it while running, by what goes to the other.
 */
final class SoleReceiver {

    private final IncomingSettings settings;
    private boolean told;
    /** When a waiting pull was first seen, in {@link System#nanoTime()}; 0 for never. */
    private long seenAt;

    SoleReceiver(IncomingSettings settings) {
        this.settings = settings;
    }

    /** A pull of an instance that was killed goes with its connection, at the latest when it expires: that is waited for. */
    void check(LiveConnection live, BoundConsumer bound, long waitingPulls) {
        if (!told) {
            told = true;
            if (live.serverIsAtLeast("2.11.0")) {
                LOG.durableWithoutGroup(settings.channel(), bound.name());
            } else {
                LOG.onlyDetection(settings.channel(), live.version(), bound.name());
            }
        }
        if (waitingPulls == 0) {
            return;
        }
        long now = System.nanoTime();
        seenAt = seenAt == 0 ? now : seenAt;
        if (now - seenAt < settings.ackWait().toNanos()) {
            throw new NotYetException(
                    ERRORS.waitsForAnother(settings.channel(), bound.name(), bound.stream(), settings.ackWait()));
        }
        throw new RefusalException(ERRORS.anotherReceives(settings.channel(), bound.name(), bound.stream(),
                ChannelConfig.prefix(true, settings.channel()) + "queue-group"));
    }
}
